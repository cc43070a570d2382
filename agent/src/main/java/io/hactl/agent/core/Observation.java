package io.hactl.agent.core;

import io.hactl.dcs.Cluster;
import io.hactl.dcs.Leader;
import io.hactl.dcs.TimelineHistory;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.time.Tick;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything a decision is made from, at one moment.
 *
 * @param startedAt when this agent began
 * @param cluster the cluster as last seen in the DCS; empty: never seen yet
 * @param connected whether the DCS can be reached, as far as is known
 * @param stored the dynamic configuration as the cluster has it, or last had it, or begins with
 * @param config the dynamic configuration in force here: {@code stored}, and this node's own
 *     settings over it
 * @param postgres empty: not looked at yet
 * @param viewedSince what was seen of PostgreSQL before this moment is out of date: a task has
 *     ended since
 * @param localHistory how the timelines before this server's ended, from its own files, once read
 * @param fence what stands ready to stop the server should this agent not be able to
 * @param running the task under way
 * @param writing the DCS writes under way
 * @param ending whether the agent was asked to end
 * @param dataDir for messages
 */
public record Observation(
    Tick now,
    OffsetDateTime wallTime,
    Tick startedAt,
    Self self,
    String dataDir,
    Optional<Cluster> cluster,
    boolean connected,
    DynamicConfig stored,
    DynamicConfig config,
    LeaseView lease,
    Optional<PostgresView> postgres,
    Tick viewedSince,
    Optional<TimelineHistory> localHistory,
    FenceView fence,
    Optional<PostgresTask> running,
    Set<Purpose> writing,
    Optional<Survey> survey,
    List<Request> requests,
    Memory memory,
    boolean ending) {

  public Observation {
    writing = Set.copyOf(writing);
    requests = List.copyOf(requests);
  }

  /** The cluster; only where {@link Decider} has made sure that there is one. */
  Cluster dcs() {
    return cluster.orElseThrow();
  }

  /** Whether PostgreSQL was not looked at since it was last changed. */
  boolean isViewStale() {
    return postgres.filter(view -> !view.at().isBefore(viewedSince)).isEmpty();
  }

  ServerState server() {
    return postgres.orElseThrow().server();
  }

  DataDirectory data() {
    return postgres.orElseThrow().dataDirectory();
  }

  /**
   * Whether this node may take writes now: the leader key is its own, on its own session, and the
   * session's local deadline is ahead. A key that was being released may be gone already.
   */
  public boolean holdsLease() {
    return lease.isAlive(now)
        && ownLeaderKey().filter(key -> key.modRevision() != memory.releasing()).isPresent();
  }

  /** The leader key, if it is this node's on its present session. */
  Optional<Leader> ownLeaderKey() {
    return cluster
        .flatMap(Cluster::leader)
        .filter(l -> l.name().equals(self.name()) && l.leaseId() == lease.sessionId());
  }

  /** Whether the leader is another member. */
  boolean anotherLeads() {
    return cluster.flatMap(Cluster::leader).filter(l -> !l.name().equals(self.name())).isPresent();
  }

  boolean isPaused() {
    return config.pause();
  }

  /** The moment from which on a primary whose {@link Mandate} was not extended has to stop. */
  public Tick demoteAt() {
    return Mandate.until(this)
        .minus(LeaseTiming.demoteBefore(leaseTtl(), config.loopWait(), fence.resetAfter()));
  }

  /** The whole length of the lease as it was granted: what its time is divided by. */
  Duration leaseTtl() {
    return lease.granted().orElse(config.ttl());
  }

  /** Nothing that takes writes is begun for now. */
  Decision waitForFence() {
    return Decision.of(Reason.Kind.FENCE_NOT_READY, fence.problem())
        .and(wakeIn(Duration.ofMillis(100)));
  }

  boolean isWriting(Purpose purpose) {
    return writing.contains(purpose);
  }

  /** Whether the others have answered a question that was sent at {@code moment} or later. */
  boolean hasSurveySince(Tick moment) {
    return survey.filter(s -> !s.askedAt().isBefore(moment)).isPresent();
  }

  Action wakeIn(Duration duration) {
    return new Action.WakeAt(now.plus(duration));
  }

  Optional<Request.Restart> restartRequest() {
    return requests.stream()
        .filter(Request.Restart.class::isInstance)
        .map(Request.Restart.class::cast)
        .findFirst();
  }
}
