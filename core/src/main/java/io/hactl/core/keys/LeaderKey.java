package io.hactl.core.keys;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.election.FailedPromotion;
import io.hactl.core.memory.KnownCluster;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState;
import io.hactl.core.model.StandbyNames;
import io.hactl.core.reason.Reason;
import io.hactl.core.situation.Situation;
import io.hactl.core.sync.SyncKey;
import io.hactl.core.sync.SyncPlan;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.cluster.Leader;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Status;
import io.hactl.dcs.cluster.SyncState;
import io.hactl.dcs.cluster.TimelineHistory;
import io.hactl.dcs.codec.ClusterCodec;
import io.hactl.dcs.election.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The transactions on the leader key. Each compares what the decision for it was made from. */
public final class LeaderKey {

  private LeaderKey() {}

  /**
   * Takes the lease in order to promote this node's standby: nobody has it, and neither the sync
   * key, nor the history, nor the operator's request has changed since this node judged itself by
   * them. The end of the newest timeline that anybody knows of is noted at once. So a former
   * primary that wakes up later can never mistake itself for the newest, and whoever is promoted
   * next can never begin a timeline of the same number, even if nobody is left who has seen this
   * one.
   */
  public static Action takeToPromote(Situation s, Standing me) {
    Transaction.Builder tx = take(s, SyncKey::afterElection);
    tx.put(Keys.HISTORY, ClusterCodec.write(withNextTimeline(s, me)));
    return new Action.Commit(Purpose.LEADER, tx.build());
  }

  private static TimelineHistory withNextTimeline(Situation s, Standing me) {
    int newest = newestTimeline(s, me);
    List<TimelineHistory.Entry> entries = new ArrayList<>();
    s.cluster().history().value().entries().stream()
        .filter(e -> e.timeline() < newest)
        .forEach(entries::add);
    entries.add(
        new TimelineHistory.Entry(
            newest,
            me.position(),
            FailedPromotion.PROMOTING,
            Optional.of(s.wallTime()),
            Optional.of(s.self().name())));
    return new TimelineHistory(entries);
  }

  /** The newest timeline that has, or may have, begun somewhere. */
  private static int newestTimeline(Situation s, Standing me) {
    int known = s.memory().knownCluster().map(KnownCluster::newestTimeline).orElse(0);
    return Math.max(me.timeline(), Math.max(known, KnownCluster.newestTimeline(s.cluster())));
  }

  /**
   * Takes the lease for a server that runs as the primary already. The history is written as it is,
   * so that no other member's attempt that is still on its way succeeds after this one: it judged
   * itself before this primary took more writes.
   */
  public static Action takeAsPrimary(Situation s) {
    return new Action.Commit(
        Purpose.LEADER,
        take(s, (key, me) -> keptBy(s, key))
            .put(Keys.HISTORY, ClusterCodec.write(s.cluster().history().value()))
            .build());
  }

  /**
   * Gives out a number for the timeline that this leader is about to begin, where that did not
   * happen when the lease was taken: it was a primary under this lease before.
   */
  public static Action reserveTimeline(Situation s, Standing me) {
    return new Action.Commit(
        Purpose.HISTORY,
        Transaction.builder()
            .ifAt(Keys.LEADER, s.ownLeaderKey().orElseThrow().modRevision())
            .ifAt(Keys.HISTORY, s.cluster().history().modRevision())
            .put(Keys.HISTORY, ClusterCodec.write(withNextTimeline(s, me)))
            .build());
  }

  /** A server that takes writes already keeps only a key that fits what its writes waited for. */
  private static SyncState keptBy(Situation s, SyncState key) {
    String me = s.self().name();
    StandbyNames inForce =
        StandbyNames.parse(
            s.server().running().map(ServerState.Running::synchronousStandbyNames).orElse(""));
    boolean own = key.leader().filter(me::equals).isPresent();
    return own && SyncPlan.overlap(key, inForce) ? key : SyncPlan.nobodyBut(me);
  }

  private static Transaction.Builder take(
      Situation s, BiFunction<SyncState, String, SyncState> syncKey) {
    Cluster cluster = s.cluster();
    Transaction.Builder tx =
        Transaction.builder()
            .ifAbsent(Keys.LEADER)
            .ifAt(Keys.SYNC, cluster.sync().modRevision())
            .ifAt(Keys.HISTORY, cluster.history().modRevision())
            .ifAt(Keys.FAILOVER, cluster.failover().modRevision())
            .put(Keys.LEADER, s.self().name(), s.lease().sessionId());
    if (s.config().failsafeMode()) {
      tx.ifAt(Keys.FAILSAFE, cluster.failsafe().modRevision());
    }
    boolean on = s.config().synchronousMode().isOn();
    if (!on && cluster.sync().exists()) {
      // Before the first write that waits for nobody; the taker has all that the key stood for.
      tx.ifAt(Keys.CONFIG, cluster.config().modRevision()).delete(Keys.SYNC);
    } else if (on) {
      SyncState mine = syncKey.apply(cluster.sync().value(), s.self().name());
      tx.put(Keys.SYNC, ClusterCodec.write(mine));
    }
    Failover request = cluster.failover().value();
    if (request.isRequested()) {
      tx.put(Keys.FAILOVER, ClusterCodec.write(Failover.NONE));
    }
    // A former leader that is gone is not waited for; one that is back has what others may lack.
    request
        .leader()
        .filter(former -> !former.equals(s.self().name()) && cluster.member(former).isEmpty())
        .ifPresent(former -> tx.ifAbsent(Keys.member(former)));
    return tx;
  }

  /** Puts the key with this member's name, left from an earlier session, on the present one. */
  public static Action takeOverOwn(Situation s, Leader old) {
    return new Action.Commit(
        Purpose.LEADER,
        Transaction.builder()
            .ifAt(Keys.LEADER, old.modRevision())
            .put(Keys.LEADER, s.self().name(), s.lease().sessionId())
            .build());
  }

  /**
   * To give the lease back, unless a write of the key is under way.
   *
   * @param shutdownCheckpoint as in {@link #release}
   */
  public static Decision giveBack(Situation s, Reason why, Optional<Lsn> shutdownCheckpoint) {
    Decision decision = Decision.of(why);
    return s.isWriting(Purpose.LEADER) ? decision : decision.and(release(s, shutdownCheckpoint));
  }

  /**
   * Gives the lease back.
   *
   * @param shutdownCheckpoint where PostgreSQL was shut down, if it was: whoever follows has to
   *     have that
   */
  public static Action release(Situation s, Optional<Lsn> shutdownCheckpoint) {
    Leader own = s.ownLeaderKey().orElseThrow();
    Transaction.Builder tx =
        Transaction.builder().ifAt(Keys.LEADER, own.modRevision()).delete(Keys.LEADER);
    shutdownCheckpoint.ifPresent(
        lsn -> {
          Status old = s.cluster().status().value();
          tx.put(Keys.STATUS, ClusterCodec.write(new Status(lsn, old.slots(), old.retainSlots())));
          if (s.lease().isAlive(s.now())) {
            // What this member said before, and may still be on its way, is not true any more.
            tx.put(
                Keys.member(s.self().name()),
                ClusterCodec.write(MemberKey.withoutTask(s)),
                s.lease().sessionId());
          }
        });
    FailedPromotion.noted(s)
        .ifPresent(
            history ->
                tx.ifAt(Keys.HISTORY, s.cluster().history().modRevision())
                    .put(Keys.HISTORY, ClusterCodec.write(history)));
    return new Action.Commit(Purpose.LEADER, tx.build());
  }

  /** Ends an operator's request, if it is still the one that was judged. */
  public static Action endFailoverRequest(Situation s) {
    return new Action.Commit(
        Purpose.FAILOVER,
        Transaction.builder()
            .ifAt(Keys.FAILOVER, s.cluster().failover().modRevision())
            .put(Keys.FAILOVER, ClusterCodec.write(Failover.NONE))
            .build());
  }
}
