/**
 * The store: read, watch, a session, and transactions that change nothing unless the store is still
 * as the writer saw it. What a cluster is made of is in {@code cluster}; who wants to keep it
 * elsewhere implements {@link io.hactl.dcs.Dcs}.
 */
package io.hactl.dcs;
