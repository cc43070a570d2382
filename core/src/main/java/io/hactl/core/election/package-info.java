/**
 * What one candidate does in an election: whom it asks, for whom it waits, and who succeeds an
 * unhealthy leader. Who may lead at all is judged in {@code io.hactl.dcs.election}.
 */
package io.hactl.core.election;
