/**
 * PostgreSQL on this node, as the ports of the agent: start reading at {@link
 * io.hactl.postgres.LocalPostgres}. What has a port of its own enters here; the rest is in the
 * packages below, none of which knows this one.
 */
package io.hactl.postgres;
