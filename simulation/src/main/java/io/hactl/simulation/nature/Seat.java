package io.hactl.simulation.nature;

/**
 * Where an agent's parts run.
 *
 * @param node the node's name
 * @param process what the agent is woken through
 */
public record Seat(String node, Gate process, AgentTimers timers) {}
