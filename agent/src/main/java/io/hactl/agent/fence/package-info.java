/**
 * What stops this node's server, or resets the machine, when the agent cannot: a guard process and
 * a hardware watchdog. When, and until when, is decided in the core.
 */
package io.hactl.agent.fence;
