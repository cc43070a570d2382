package io.hactl.core.situation;

import io.hactl.core.memory.Memory;
import io.hactl.core.model.FenceView;
import io.hactl.core.model.LeaseView;
import io.hactl.core.model.PeerAnswers;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.Request;
import io.hactl.core.model.Self;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Leader;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.time.Tick;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;

/**
 * The questions that an {@link Observation} can answer whatever has been seen yet. What needs the
 * server is asked of a {@link NodeSituation}, what needs the cluster of a {@link Situation}.
 */
public sealed interface Observed permits Observation, NodeSituation {

  /** What the answers are taken from. */
  Observation observation();

  /** This moment. */
  default Tick now() {
    return observation().now();
  }

  /** The wall clock's time, for what operators plan and read. */
  default OffsetDateTime wallTime() {
    return observation().wallTime();
  }

  /** When this agent began. */
  default Tick startedAt() {
    return observation().startedAt();
  }

  default Self self() {
    return observation().self();
  }

  /** The cluster as last seen in the DCS; empty: never seen yet. */
  default Optional<Cluster> seenCluster() {
    return observation().seenCluster();
  }

  /** Whether the DCS can be reached, as far as is known. */
  default boolean connected() {
    return observation().connected();
  }

  /** The dynamic configuration as the cluster has it. */
  default DynamicConfig stored() {
    return observation().stored();
  }

  /** The dynamic configuration in force here. */
  default DynamicConfig config() {
    return observation().config();
  }

  default LeaseView lease() {
    return observation().lease();
  }

  default FenceView fence() {
    return observation().fence();
  }

  /** The task under way. */
  default Optional<PostgresTask> running() {
    return observation().running();
  }

  /** The DCS writes under way. */
  default Set<Purpose> writing() {
    return observation().writing();
  }

  /** What the other members answered last. */
  default Optional<PeerAnswers> peerAnswers() {
    return observation().peerAnswers();
  }

  default Memory memory() {
    return observation().memory();
  }

  /** Whether the agent was asked to end. */
  default boolean ending() {
    return observation().ending();
  }

  /** Whether PostgreSQL was not looked at since it was last changed. */
  default boolean isViewStale() {
    return observation()
        .seenPostgres()
        .filter(view -> !view.at().isBefore(observation().viewedSince()))
        .isEmpty();
  }

  /**
   * Whether this node may take writes now: the leader key is its own, on its own session, and the
   * session's local deadline is ahead. A key that was being released may be gone already.
   */
  default boolean holdsLease() {
    return lease().isAlive(now())
        && ownLeaderKey().filter(key -> key.modRevision() != memory().releasing()).isPresent();
  }

  /** The leader key, if it is this node's on its present session. */
  default Optional<Leader> ownLeaderKey() {
    return seenCluster()
        .flatMap(Cluster::leader)
        .filter(l -> l.name().equals(self().name()) && l.leaseId() == lease().sessionId());
  }

  /** Whether the leader is another member. */
  default boolean anotherLeads() {
    return seenCluster()
        .flatMap(Cluster::leader)
        .filter(l -> !l.name().equals(self().name()))
        .isPresent();
  }

  /** Whether an operator has paused the cluster, going by the settings in force. */
  default boolean isPaused() {
    return config().pause();
  }

  /** The whole length of the lease as it was granted: what its time is divided by. */
  default Duration leaseTtl() {
    return lease().granted().orElse(config().ttl());
  }

  default boolean isWriting(Purpose purpose) {
    return writing().contains(purpose);
  }

  /** Whether the DCS can be reached, and a session there is alive. */
  default boolean isInDcs() {
    return connected() && lease().isAlive(now());
  }

  /** Whether something can be written into the DCS, and no write of this kind is under way. */
  default boolean canWrite(Purpose purpose) {
    return isInDcs() && !isWriting(purpose);
  }

  /** Whether the others have answered a question that was sent at {@code moment} or later. */
  default boolean hasAnswersSince(Tick moment) {
    return peerAnswers().filter(s -> !s.askedAt().isBefore(moment)).isPresent();
  }

  /**
   * How long a start may take before it counts as failed; {@code primary_start_timeout}, but zero
   * there says only that nobody waits for a primary that crashed.
   */
  default Duration startTimeout() {
    Duration timeout = config().primaryStartTimeout();
    return timeout.isZero() ? Duration.ofSeconds(300) : timeout;
  }

  /** An operator's wish to have PostgreSQL restarted, accepted and not carried out yet. */
  default Optional<Request.Restart> restartRequest() {
    return observation().requests().stream()
        .filter(Request.Restart.class::isInstance)
        .map(Request.Restart.class::cast)
        .findFirst();
  }
}
