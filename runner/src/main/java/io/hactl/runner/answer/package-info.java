/**
 * What the REST API is given: the newest snapshot, and operations that become events. Nothing here
 * waits for PostgreSQL or the DCS.
 */
package io.hactl.runner.answer;
