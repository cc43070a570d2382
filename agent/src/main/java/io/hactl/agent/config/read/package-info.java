/**
 * From a tree of settings to records: one reader for each section, which checks what a declaration
 * cannot say. Nothing but the start of the agent may know these.
 */
package io.hactl.agent.config.read;
