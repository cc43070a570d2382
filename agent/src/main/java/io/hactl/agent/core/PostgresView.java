package io.hactl.agent.core;

import io.hactl.time.Tick;

/**
 * PostgreSQL on this node, as observed.
 *
 * @param at when the observation began
 */
public record PostgresView(Tick at, DataDirectory dataDirectory, ServerState server) {}
