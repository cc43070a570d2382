package io.hactl.agent.core;

import io.hactl.dcs.Cluster;
import io.hactl.dcs.Leader;
import io.hactl.dcs.Lsn;
import io.hactl.time.Tick;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of failsafe mode.
 *
 * @param grantedUntil until when all other members have promised this leader not to race
 * @param grantRevision the revision of the leader key that they promised it for
 * @param answeredAt when the last round of asking ended
 * @param promise what this member has promised
 * @param refusing whether this member has let others into the failsafe key, and refuses every
 *     leader until it has seen a new one
 */
public record FailsafeMemory(
    Optional<Tick> grantedUntil,
    long grantRevision,
    Optional<Tick> answeredAt,
    Optional<Promise> promise,
    boolean refusing) {

  public static final FailsafeMemory NOTHING =
      new FailsafeMemory(Optional.empty(), 0, Optional.empty(), Optional.empty(), false);

  /**
   * @param leader whom it was made to
   * @param until this member does not take the lease before this moment
   * @param leaderRevision the revision of the leader key that it was made for
   * @param slots the positions of the leader's slots, as it told them
   */
  public record Promise(String leader, Tick until, long leaderRevision, Map<String, Lsn> slots) {
    public Promise {
      slots = Map.copyOf(slots);
    }
  }

  /**
   * A round of asking has ended.
   *
   * @param until what all agreed to; empty: not all agreed
   */
  public FailsafeMemory afterAnswers(Tick now, Optional<Tick> until, long leaderRevision) {
    return until.isPresent()
        ? new FailsafeMemory(until, leaderRevision, Optional.of(now), promise, refusing)
        : new FailsafeMemory(grantedUntil, grantRevision, Optional.of(now), promise, refusing);
  }

  public FailsafeMemory withPromise(Promise made) {
    return new FailsafeMemory(grantedUntil, grantRevision, answeredAt, Optional.of(made), refusing);
  }

  /** Members are let into the failsafe key while nobody leads. */
  FailsafeMemory afterAdmitting() {
    return new FailsafeMemory(grantedUntil, grantRevision, answeredAt, promise, true);
  }

  /**
   * A leader that has taken its key anew goes by its lease again, and nobody owes it anything: both
   * sides see that by the key's revision.
   */
  FailsafeMemory afterLookingAt(Cluster cluster) {
    Optional<Leader> leader = cluster.leader();
    boolean granted =
        leader.filter(l -> grantRevision != 0 && l.modRevision() > grantRevision).isEmpty();
    Optional<Promise> kept =
        promise.filter(
            p ->
                leader
                    .filter(l -> l.name().equals(p.leader()))
                    .filter(l -> p.leaderRevision() != 0 && l.modRevision() > p.leaderRevision())
                    .isEmpty());
    boolean refuses = refusing && leader.isEmpty();
    return granted && kept.equals(promise) && refuses == refusing
        ? this
        : new FailsafeMemory(
            granted ? grantedUntil : Optional.empty(), grantRevision, answeredAt, kept, refuses);
  }
}
