package io.hactl.core.memory;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Leader;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.time.Tick;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.soabase.recordbuilder.core.RecordBuilder.ConcreteSettersForOptionalMode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is remembered of failsafe mode.
 *
 * @param grantedUntil until when all other members have promised this leader not to race
 * @param grantedBy who promised that
 * @param grantRevision the revision of the leader key that they promised it for
 * @param answeredAt when the last round of asking ended
 * @param promise what this member has promised
 * @param refusing whether this member has let others into the failsafe key, and refuses every
 *     leader until it has seen a new one
 * @param inDoubt what this leader has put into the failsafe key and not seen there yet
 */
@RecordBuilder
@RecordBuilder.Options(
    buildMethodName = "done",
    enableWither = false,
    builderClassModifiers = {},
    addConcreteSettersForOptional = ConcreteSettersForOptionalMode.ENABLED)
public record FailsafeMemory(
    Optional<Tick> grantedUntil,
    Set<String> grantedBy,
    long grantRevision,
    Optional<Tick> answeredAt,
    Optional<Promise> promise,
    boolean refusing,
    Optional<KeyWrite> inDoubt) {

  public static final FailsafeMemory NOTHING =
      FailsafeMemoryBuilder.builder().grantedBy(Set.of()).done();

  public FailsafeMemory {
    grantedBy = Set.copyOf(grantedBy);
  }

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

    /** This promise, and one that was made to the same leader and may be older: both hold. */
    private Promise with(Promise other) {
      Promise newer = leaderRevision > other.leaderRevision() ? this : other;
      Tick later = until.isBefore(other.until()) ? other.until() : until;
      return new Promise(leader, later, newer.leaderRevision(), newer.slots());
    }
  }

  /**
   * A write of the failsafe key that may have happened, or may happen yet.
   *
   * @param members name to REST address
   * @param comparedRevision the key's revision before it: at another one it does not happen
   */
  public record KeyWrite(Map<String, String> members, long comparedRevision) {
    public KeyWrite {
      members = Map.copyOf(members);
    }
  }

  private FailsafeMemoryBuilder change() {
    return FailsafeMemoryBuilder.builder(this);
  }

  /**
   * A round of asking has ended.
   *
   * @param until what all agreed to; empty: not all agreed
   * @param asked who was asked
   */
  public FailsafeMemory afterAnswers(
      Tick now, Optional<Tick> until, Set<String> asked, long leaderRevision) {
    FailsafeMemoryBuilder change = change().answeredAt(now);
    if (until.isPresent()) {
      change.grantedUntil(until).grantedBy(asked).grantRevision(leaderRevision);
    }
    return change.done();
  }

  /** A question that comes late takes nothing back of what its leader was promised since. */
  public FailsafeMemory withPromise(Promise made) {
    Promise kept =
        promise.filter(p -> p.leader().equals(made.leader())).map(p -> p.with(made)).orElse(made);
    return change().promise(kept).done();
  }

  /** Members are let into the failsafe key while nobody leads. */
  public FailsafeMemory afterAdmitting() {
    return change().refusing(true).done();
  }

  /** The failsafe key was written by this leader; the outcome is not known yet. */
  public FailsafeMemory afterWriting(KeyWrite write) {
    return change().inDoubt(write).done();
  }

  /**
   * A leader that has taken its key anew goes by its lease again, and nobody owes it anything. It
   * knows by the key's revision. The others know that it knows when it has written the status key
   * since, as it may only where the leader key is as it knows it: until then it may go on by their
   * word, for longer than by the lease that it has not seen.
   */
  public FailsafeMemory afterLookingAt(Cluster cluster) {
    Optional<Leader> leader = cluster.leader();
    boolean granted =
        leader.filter(l -> grantRevision != 0 && l.modRevision() > grantRevision).isEmpty();
    Optional<Promise> kept =
        promise.filter(
            p ->
                leader
                    .filter(l -> l.name().equals(p.leader()))
                    .filter(l -> p.leaderRevision() != 0 && l.modRevision() > p.leaderRevision())
                    .filter(l -> cluster.status().modRevision() > l.modRevision())
                    .isEmpty());
    FailsafeMemory after =
        change()
            .grantedUntil(granted ? grantedUntil : Optional.empty())
            .promise(kept)
            .refusing(refusing && leader.isEmpty())
            .inDoubt(inDoubt.filter(w -> w.comparedRevision() == cluster.failsafe().modRevision()))
            .done();
    return after.equals(this) ? this : after;
  }
}
