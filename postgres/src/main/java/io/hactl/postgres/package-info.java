/**
 * PostgreSQL on this node: processes, SQL, configuration files, base backup, rewind, slots. Start
 * reading at {@link io.hactl.postgres.LocalPostgres}.
 */
package io.hactl.postgres;
