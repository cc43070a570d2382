package io.hactl.dcs.cluster;

import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;

/**
 * WAL that a member had written and the cluster's history does not have: it was thrown away by
 * {@code pg_rewind}, or went out of use with a data directory that was set aside or removed.
 *
 * @param member whose WAL it was
 * @param systemIdentifier the cluster's identity
 * @param timeline on which it was written
 * @param from where it left the leader's history; empty: could not be found out
 * @param to where the member's last record begins or ends
 * @param exact whether {@code to} is the end; otherwise there may have been more
 * @param directory where the WAL is kept; empty: nowhere any more
 * @param how what was done to the data
 * @param time when it was noted, before anything was done
 */
public record LostWal(
    String member,
    String systemIdentifier,
    int timeline,
    Optional<Lsn> from,
    Lsn to,
    boolean exact,
    Optional<String> directory,
    How how,
    OffsetDateTime time) {

  /** What became of the data directory. */
  public enum How {
    REWOUND("rewound"),
    SET_ASIDE("set aside"),
    REMOVED("removed");

    private final String text;

    How(String text) {
      this.text = text;
    }

    /** As it is stored and shown. */
    public String text() {
      return text;
    }

    public static Optional<How> of(String text) {
      return Arrays.stream(values()).filter(h -> h.text.equals(text)).findFirst();
    }
  }

  /** How much it is, where both ends are known. */
  public Optional<Long> bytes() {
    return from.map(start -> Math.max(0, to.minus(start)));
  }

  /** Whether {@code other} is a note of the same loss. */
  public boolean isSameLoss(LostWal other) {
    return member.equals(other.member)
        && systemIdentifier.equals(other.systemIdentifier)
        && timeline == other.timeline
        && from.equals(other.from)
        && to.equals(other.to);
  }
}
