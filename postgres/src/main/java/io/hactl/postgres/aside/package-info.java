/**
 * What is kept beside the data directory after a loss: data that was set aside, WAL that no leader
 * has, and the notes of it; and where the data's links lead, which go with it.
 */
package io.hactl.postgres.aside;
