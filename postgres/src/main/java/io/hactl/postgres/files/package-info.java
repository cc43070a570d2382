/**
 * The files that PostgreSQL and libpq read: configuration, passwords, connection strings; and how
 * any file is written so that it is never there in part. Files of a data directory's state are not
 * here but in {@code data}.
 */
package io.hactl.postgres.files;
