/**
 * The declarations of an agent's own settings, one class a section. Whoever adds a setting does it
 * here, in one place: reading, checking, variables, reference and schemas follow.
 */
package io.hactl.agent.config.keys;
