package io.hactl.agent.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The section {@code guard}.
 *
 * @param on whether a guard process stops PostgreSQL should this agent not be able to
 * @param program {@code hactl-guard}; empty: the one that came with this agent
 */
public record GuardSettings(boolean on, Optional<Path> program) {}
