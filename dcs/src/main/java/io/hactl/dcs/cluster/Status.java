package io.hactl.dcs.cluster;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the leader last wrote of itself.
 *
 * @param optime the leader's WAL position; after a clean shutdown, that of the shutdown checkpoint
 * @param slots slot name to the position it holds back
 * @param retainSlots slots of members that are away, kept until {@code member_slots_ttl} is over
 */
public record Status(Lsn optime, Map<String, Lsn> slots, List<String> retainSlots) {

  public static final Status EMPTY = new Status(Lsn.ZERO, Map.of(), List.of());

  public Status {
    slots = Collections.unmodifiableMap(new LinkedHashMap<>(slots));
    retainSlots = List.copyOf(retainSlots);
  }
}
