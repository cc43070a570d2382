/**
 * Nodes, agents, guards and servers that are killed, frozen, stopped or handed over, and clocks
 * that are set.
 */
package io.hactl.it.failover;
