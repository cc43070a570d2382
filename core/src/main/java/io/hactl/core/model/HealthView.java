package io.hactl.core.model;

import io.hactl.time.Tick;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was last measured of this node, apart from PostgreSQL itself.
 *
 * @param places the file systems that the server's data is on; empty: not looked at
 * @param apiSilentSince since when the agent's own REST API gives it no answer
 */
public record HealthView(Limits limits, List<Place> places, Optional<Tick> apiSilentSince) {

  /** Nothing is measured, and nothing is wrong. */
  public static final HealthView HEALTHY =
      new HealthView(Limits.DEFAULT, List.of(), Optional.empty());

  public HealthView {
    places = List.copyOf(places);
  }

  /**
   * What counts as wrong.
   *
   * @param minFreeSpace bytes; less free space than that is too little; 0: never
   * @param ioDeadline how long a small write may take
   * @param serverDeadline how long a server that was up may give no answer
   */
  public record Limits(long minFreeSpace, Duration ioDeadline, Duration serverDeadline) {

    public static final Limits DEFAULT =
        new Limits(100L << 20, Duration.ofSeconds(20), Duration.ofSeconds(20));

    /** A file system that was full is so until it has this much: half as much again. */
    public long enoughAfterFull() {
      return minFreeSpace + minFreeSpace / 2;
    }
  }

  /**
   * A file system.
   *
   * @param name {@code data} or {@code pg_wal}
   * @param path a directory on it
   * @param freeBytes for the server's user, when last measured
   * @param writingSince a write that has not ended began then
   * @param failure what the last write that ended failed with
   */
  public record Place(
      String name,
      String path,
      OptionalLong freeBytes,
      Optional<Tick> writingSince,
      Optional<String> failure) {}
}
