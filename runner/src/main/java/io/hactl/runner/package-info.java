/**
 * The loop: takes one event at a time, adds it to what is known, lets the core decide, and hands
 * the actions on. Whatever is around the agent is behind {@code io.hactl.port}.
 */
package io.hactl.runner;
