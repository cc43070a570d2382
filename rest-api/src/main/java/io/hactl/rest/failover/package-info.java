/**
 * Requests for another leader, from the checks to the outcome. Who may lead is judged in {@link
 * io.hactl.dcs.election}.
 */
package io.hactl.rest.failover;
