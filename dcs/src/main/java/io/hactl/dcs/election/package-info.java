/**
 * Who may lead next: the one judgement that the agents' elections, the REST API and the command
 * line share. Pure functions of the cluster's records and of what members answered; nothing here
 * reads a clock, asks anybody or knows who is asking.
 */
package io.hactl.dcs.election;
