/**
 * What the data directory is: its control file, its timelines, and the marks beside it that say
 * what an interrupted task has left. It is read here whether a server runs or not.
 */
package io.hactl.postgres.data;
