/**
 * The sentences for people that are made of reasons, at the edge: for the log, the REST API and the
 * member's key. No decision looks at them.
 */
package io.hactl.core.text;
