/**
 * One class for each task that may be asked of PostgreSQL. {@code TaskRun} is the only way in; a
 * task gets an {@code Instance} and what was asked.
 */
package io.hactl.postgres.task;
