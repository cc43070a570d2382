/**
 * PostgreSQL on its machines: directories, servers, streaming, and what an agent can have done to
 * them. Enters: what knows of no agent.
 */
package io.hactl.simulation.postgres;
