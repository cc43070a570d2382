package io.hactl.core.model;

import io.hactl.dcs.cluster.Lsn;
import java.util.Optional;

/**
 * WAL that this node has and the leader's history does not.
 *
 * @param from where it begins; empty: unknown
 * @param end where it ends; empty: not known without looking into the data
 */
public record LostRange(Optional<Lsn> from, Optional<Lsn> end) {}
