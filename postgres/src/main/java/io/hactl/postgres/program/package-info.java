/**
 * Other programs, PostgreSQL's and the operator's: where they are, their environment, and running
 * one to its end within a task. What they say is read where they are called.
 */
package io.hactl.postgres.program;
