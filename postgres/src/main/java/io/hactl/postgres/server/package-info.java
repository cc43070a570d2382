/**
 * The server: its processes, how it is started and ended for certain, sessions with it and with
 * other members' servers, and what it says of itself. {@code LocalServer} has all that a task
 * needs.
 */
package io.hactl.postgres.server;
