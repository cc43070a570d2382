package io.hactl.simulation;

/**
 * Where an agent's parts run.
 *
 * @param node the node's name
 * @param process what the agent is woken through
 */
record Seat(String node, Gate process, AgentTimers timers) {}
