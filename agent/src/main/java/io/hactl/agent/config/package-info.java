/**
 * What an agent is told by its own settings, as records. They know neither where the settings come
 * from nor how they are written.
 */
package io.hactl.agent.config;
