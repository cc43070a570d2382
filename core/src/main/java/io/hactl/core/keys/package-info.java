/**
 * What this node writes into the DCS besides the lease: its member key, the history, notes of lost
 * WAL, and putting in order what others have left.
 */
package io.hactl.core.keys;
