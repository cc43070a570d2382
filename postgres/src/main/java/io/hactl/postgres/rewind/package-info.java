/**
 * What {@code pg_rewind} needs beyond the call of it: a leader that can be rewound to, its options,
 * what its failures mean for the next try, and this node's own files, which it overwrites.
 */
package io.hactl.postgres.rewind;
