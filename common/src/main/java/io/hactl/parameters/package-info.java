/**
 * The PostgreSQL parameters that hactl manages: who sets them, their defaults and bounds. One truth
 * for whoever says what comes into force and whoever writes it.
 */
package io.hactl.parameters;
