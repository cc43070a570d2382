package io.hactl.core.sync;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Waits;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.StandbyNames;
import io.hactl.core.reason.Maintaining.LeavingSyncKey;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.SyncState;
import io.hactl.dcs.codec.ClusterCodec;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The transactions on the sync key, and what becomes of it at an election. */
public final class SyncKey {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private SyncKey() {}

  /**
   * Writes the key, if neither it nor the leader key has changed since this was decided, nor what a
   * standby that comes in says of itself: a standby that {@linkplain #mayDiscardData may discard
   * its data} must not become one that commits wait for.
   */
  static Action write(Situation s, SyncState key) {
    Transaction.Builder tx = owned(s);
    key.standbys().stream()
        .filter(name -> !s.cluster().sync().value().standbys().contains(name))
        .forEach(
            name ->
                tx.ifAt(
                    Keys.member(name),
                    s.cluster().member(name).map(Member::modRevision).orElse(0L)));
    return new Action.Commit(Purpose.SYNC, tx.put(Keys.SYNC, ClusterCodec.write(key)).build());
  }

  /** Synchronous mode is off, and still is when this is carried out: anybody may be elected. */
  static Action delete(Situation s) {
    return new Action.Commit(
        Purpose.SYNC,
        owned(s).ifAt(Keys.CONFIG, s.cluster().config().modRevision()).delete(Keys.SYNC).build());
  }

  /**
   * Whether this node may discard its data: a member that is in the key may be the only one that
   * has some acknowledged write, and an election relies on that. Its own key says for certain that
   * it does not run, so that it does not come back into the sync key unless it does.
   */
  public static boolean mayDiscardData(Situation s) {
    return s.connected()
        && !s.isWriting(Purpose.MEMBER)
        && !s.memory().memberInDoubt()
        && !s.cluster().sync().value().standbys().contains(s.self().name())
        && s.cluster().member(s.self().name()).filter(Member::isRunning).isEmpty();
  }

  /** Waits until the leader has seen that this member does not stream any more. */
  public static Decision waitToLeave(Situation s) {
    return Decision.of(new LeavingSyncKey()).and(Waits.atMost(s, LOOK_AGAIN));
  }

  private static Transaction.Builder owned(Situation s) {
    return Transaction.builder()
        .ifAt(Keys.LEADER, s.ownLeaderKey().orElseThrow().modRevision())
        .ifAt(Keys.SYNC, s.cluster().sync().modRevision());
  }

  /**
   * The key that the new leader writes as it takes the lease. The former leader is no longer in it:
   * what is acknowledged from now on, it does not have. The other standbys stay if any {@code
   * quorum + 1} of those left still have everything that was acknowledged; a new leader that was
   * not among them (an operator insisted) lacks some of that, so that the others will follow it
   * only after they are brought onto its path.
   */
  public static SyncState afterElection(SyncState before, String leader) {
    if (before.leader().filter(leader::equals).isPresent()) {
      return before;
    }
    Set<String> left = new LinkedHashSet<>(before.standbys());
    boolean synchronous = left.remove(leader);
    return synchronous && before.quorum() < left.size()
        ? new SyncState(Optional.of(leader), new LinkedHashSet<>(left), before.quorum())
        : SyncPlan.nobodyBut(leader);
  }

  /**
   * The names that have to be in force before a server with this key takes its first write; empty:
   * any will do.
   */
  public static Optional<StandbyNames> namesForPromotion(Situation s) {
    SyncState key = s.cluster().sync().value();
    if (!s.config().synchronousMode().isOn()) {
      return Optional.empty();
    }
    Set<String> standbys = key.standbys();
    if (standbys.isEmpty()) {
      return Optional.of(SyncTarget.withoutStandbys(s));
    }
    int count = Math.max(1, standbys.size() - key.quorum());
    return Optional.of(
        key.quorum() == 0
            ? StandbyNames.first(count, standbys)
            : StandbyNames.any(count, standbys));
  }
}
