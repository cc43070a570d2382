package io.hactl.dcs.cluster;

import io.hactl.text.Units;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an operator said of a member. The known tags have methods; own tags are kept as they are.
 *
 * @param values tag to value: {@code Boolean}, {@code Long}, {@code Double} or {@code String}
 */
public record Tags(Map<String, Object> values) {

  public static final Tags NONE = new Tags(Map.of());

  public Tags {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Never promoted; also when {@code failover_priority} is 0 or less. */
  public boolean nofailover() {
    Object explicit = values.get("nofailover");
    if (explicit != null) {
      return isTrue("nofailover");
    }
    return number("failover_priority").map(p -> p <= 0).orElse(false);
  }

  /** Higher is elected first among members with the same WAL; 1 unless set, 0: never. */
  public int failoverPriority() {
    if (values.containsKey("nofailover")) {
      return isTrue("nofailover")
          ? 0
          : Math.max(1, number("failover_priority").orElse(1L).intValue());
    }
    return number("failover_priority").map(p -> Math.max(0, p.intValue())).orElse(1);
  }

  public boolean noloadbalance() {
    return isTrue("noloadbalance");
  }

  /** Never a synchronous standby; also when {@code sync_priority} is 0 or less. */
  public boolean nosync() {
    if (values.containsKey("nosync")) {
      return isTrue("nosync");
    }
    return number("sync_priority").map(p -> p <= 0).orElse(false);
  }

  /** Higher becomes synchronous first; 1 unless set, 0: never. */
  public int syncPriority() {
    if (values.containsKey("nosync")) {
      return isTrue("nosync") ? 0 : Math.max(1, number("sync_priority").orElse(1L).intValue());
    }
    return number("sync_priority").map(p -> Math.max(0, p.intValue())).orElse(1);
  }

  /** Preferred as the source of base backups. */
  public boolean clonefrom() {
    return isTrue("clonefrom");
  }

  /** Fetches WAL from the archive only; no streaming, no slot. */
  public boolean nostream() {
    return isTrue("nostream");
  }

  /** The member to replicate from instead of the leader. */
  public Optional<String> replicatefrom() {
    return Optional.ofNullable(values.get("replicatefrom"))
        .map(String::valueOf)
        .filter(s -> !s.isEmpty());
  }

  private boolean isTrue(String tag) {
    Object value = values.get(tag);
    return value != null && Units.parseBoolean(String.valueOf(value)).orElse(false);
  }

  private Optional<Long> number(String tag) {
    Object value = values.get(tag);
    if (value instanceof Number n) {
      return Optional.of(n.longValue());
    }
    try {
      return value == null ? Optional.empty() : Optional.of(Long.valueOf(String.valueOf(value)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
