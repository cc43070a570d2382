/** The agent's own log: its settings, Python's notation for formats, and Logback set up by them. */
package io.hactl.agent.config.log;
