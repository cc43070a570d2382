package io.hactl.dcs.election;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Lsn;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * By what a member is judged: which criteria count, and against what they are measured. What
 * differs between those who ask is said here and nowhere else.
 *
 * @param cluster the cluster as last seen: its sync key and its failsafe key
 * @param counting the criteria that count
 * @param failsafeMode whether failsafe mode is on, for {@link Criterion#FAILSAFE_KEY}
 * @param leaderPosition where the leader's WAL ends or ended, for {@link Criterion#LAG}
 * @param maximumLag bytes, for {@link Criterion#LAG}
 * @param newestTimeline for {@link Criterion#NEWEST_TIMELINE}; 0: none is known, all meet it
 * @param leaderTimeline for {@link Criterion#LEADERS_TIMELINE}; 0: unknown, all meet it
 */
public record Criteria(
    Cluster cluster,
    Set<Criterion> counting,
    boolean failsafeMode,
    Lsn leaderPosition,
    long maximumLag,
    int newestTimeline,
    int leaderTimeline) {

  public Criteria {
    EnumSet<Criterion> copy = EnumSet.noneOf(Criterion.class);
    copy.addAll(counting);
    counting = Collections.unmodifiableSet(copy);
  }

  /**
   * These criteria and no others, measured against what the cluster's keys say: its settings, the
   * position in its status and the newest timeline of its history. The leader's timeline is none of
   * them and so unknown.
   */
  public static Criteria of(Cluster cluster, Criterion... criteria) {
    return new Criteria(
        cluster,
        Set.of(criteria),
        cluster.config().value().failsafeMode(),
        cluster.status().value().optime(),
        cluster.config().value().maximumLagOnFailover(),
        cluster.history().value().newestTimeline(),
        0);
  }

  /**
   * A candidate's judgement of itself, whatever the others say: its own server is known to run as a
   * standby, and its own faults and its watchdog are seen to elsewhere. Where {@code
   * check_timeline} is on, {@link Criterion#NEWEST_TIMELINE} counts too.
   */
  public static Criteria forItself(Cluster cluster) {
    return of(
        cluster,
        Criterion.TAG,
        Criterion.SYNC_KEY_READABLE,
        Criterion.SYNC_KEY,
        Criterion.FAILSAFE_KEY,
        Criterion.LAG);
  }

  /** A member that is to lead next, going by what it answered: it can, and is healthy. */
  public static Criteria successor(Cluster cluster) {
    return of(
        cluster,
        Criterion.RUNNING,
        Criterion.STANDBY,
        Criterion.TAG,
        Criterion.WATCHDOG,
        Criterion.PROMOTABLE,
        Criterion.HEALTHY,
        Criterion.SYNC_KEY_READABLE,
        Criterion.SYNC_KEY,
        Criterion.FAILSAFE_KEY);
  }

  /** A member that races too. */
  public static Criteria rival(Cluster cluster) {
    return successor(cluster).admitted();
  }

  /** What a leader asks of whom it hands over to: a successor that is near enough. */
  public static Criteria switchover(Cluster cluster) {
    return successor(cluster).and(Criterion.LAG, Criterion.LEADERS_TIMELINE);
  }

  /** What the REST API asks of the member that an operator names for a failover. */
  public static Criteria requestedFailover(Cluster cluster) {
    return of(cluster, Criterion.RUNNING, Criterion.TAG, Criterion.WATCHDOG, Criterion.HEALTHY);
  }

  /** What a leader asks of the member that an operator names for a failover. */
  public static Criteria forced(Cluster cluster) {
    return of(cluster, Criterion.RUNNING, Criterion.STANDBY, Criterion.TAG);
  }

  /** The failsafe key does not count: who judges is in it, and whoever races lets in who is not. */
  public Criteria admitted() {
    return without(Criterion.FAILSAFE_KEY);
  }

  /** Unhealthy members count too, as long as they can be promoted. */
  public Criteria unhealthyToo() {
    return without(Criterion.HEALTHY);
  }

  /** These count too. */
  public Criteria and(Criterion... more) {
    EnumSet<Criterion> set = EnumSet.noneOf(Criterion.class);
    set.addAll(counting);
    set.addAll(List.of(more));
    return counting(set);
  }

  /** These do not count. */
  public Criteria without(Criterion... less) {
    EnumSet<Criterion> set = EnumSet.noneOf(Criterion.class);
    set.addAll(counting);
    set.removeAll(Arrays.asList(less));
    return counting(set);
  }

  private Criteria counting(Set<Criterion> criteria) {
    return new Criteria(
        cluster,
        criteria,
        failsafeMode,
        leaderPosition,
        maximumLag,
        newestTimeline,
        leaderTimeline);
  }

  /** With a node's own view of the setting, which may differ from the cluster's. */
  public Criteria failsafeMode(boolean on) {
    return new Criteria(
        cluster, counting, on, leaderPosition, maximumLag, newestTimeline, leaderTimeline);
  }

  /** With another position of the leader than its status says, where a better one is known. */
  public Criteria leaderPosition(Lsn position) {
    return new Criteria(
        cluster, counting, failsafeMode, position, maximumLag, newestTimeline, leaderTimeline);
  }

  /** With a node's own view of the setting, bytes; it may differ from the cluster's. */
  public Criteria maximumLag(long bytes) {
    return new Criteria(
        cluster, counting, failsafeMode, leaderPosition, bytes, newestTimeline, leaderTimeline);
  }

  /** With another newest timeline than the history says. */
  public Criteria newestTimeline(int timeline) {
    return new Criteria(
        cluster, counting, failsafeMode, leaderPosition, maximumLag, timeline, leaderTimeline);
  }

  /** With the timeline of the leader's server; 0: unknown. */
  public Criteria leaderTimeline(int timeline) {
    return new Criteria(
        cluster, counting, failsafeMode, leaderPosition, maximumLag, newestTimeline, timeline);
  }
}
