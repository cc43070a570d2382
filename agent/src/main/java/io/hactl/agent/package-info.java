/**
 * Puts the agent together from its settings and its parts; start reading at {@code AgentProcess}.
 * Only what has to know several parts at once enters: what a part does is in the part.
 */
package io.hactl.agent;
