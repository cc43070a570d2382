package io.hactl.rest.failover;

/**
 * How an operation ended.
 *
 * @param status the HTTP status
 * @param message one sentence, the body
 */
record FailoverOutcome(int status, String message) {}
