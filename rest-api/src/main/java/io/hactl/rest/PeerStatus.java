package io.hactl.rest;

import io.hactl.dcs.Lsn;
import io.hactl.dcs.Tags;
import java.util.Optional;

/**
 * What another member answered to {@code GET /patroni}.
 *
 * @param running whether its PostgreSQL runs
 * @param inRecovery whether that is a standby
 * @param timeline the timeline of its server; 0: unknown
 * @param position the larger of received and replayed, or the write position of a primary
 * @param watchdogFailed whether it could not arm its watchdog, and so must not lead
 */
public record PeerStatus(
    String name,
    boolean running,
    boolean inRecovery,
    int timeline,
    Lsn position,
    Tags tags,
    boolean watchdogFailed,
    Optional<Boolean> syncStandby) {}
