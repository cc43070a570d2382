/**
 * One class for each task that may be asked of PostgreSQL. {@code TaskRun} is the only way in; a
 * task gets a {@code LocalServer} and what was asked.
 */
package io.hactl.postgres.task;
