/**
 * The loop that owns an agent's state: one event at a time, learned from, decided upon and carried
 * out. It never blocks, and reaches PostgreSQL, the fence and the members through ports; start at
 * {@code AgentLoop}.
 */
package io.hactl.runner;
