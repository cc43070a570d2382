package io.hactl.core.keys;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.failsafe.FailsafeKey;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.replication.Slots;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.Status;
import io.hactl.dcs.cluster.TimelineHistory;
import io.hactl.dcs.codec.ClusterCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is written into the DCS whatever the role's decision: this member, and what a leader keeps.
 */
public final class Housekeeping {

  private Housekeeping() {}

  public static List<Action> actions(Situation s, Decision decision) {
    List<Action> actions = new ArrayList<>();
    member(s, decision).ifPresent(actions::add);
    FailsafeKey.admit(s).filter(a -> !endsAgent(decision)).ifPresent(actions::add);
    LostWalKey.action(s).ifPresent(actions::add);
    if (s.holdsLease() && !s.isWriting(Purpose.LEADER)) {
      s.server()
          .running()
          .filter(r -> !r.inRecovery())
          .ifPresent(
              r -> {
                status(s, r).ifPresent(actions::add);
                history(s, r).ifPresent(actions::add);
                FailsafeKey.write(s).ifPresent(actions::add);
                config(s).ifPresent(actions::add);
              });
    }
    return actions;
  }

  private static Optional<Action> member(Situation s, Decision decision) {
    if (s.isWriting(Purpose.MEMBER) || endsAgent(decision)) {
      return Optional.empty();
    }
    Member wanted = MemberKey.of(s, decision);
    Optional<Member> known = s.cluster().member(s.self().name());
    boolean missing = known.filter(m -> m.leaseId() == s.lease().sessionId()).isEmpty();
    boolean changed = known.filter(m -> MemberKey.sameButForPositions(m, wanted)).isEmpty();
    boolean moved = known.filter(m -> MemberKey.samePositions(m, wanted)).isEmpty();
    boolean due =
        s.memory()
            .memberAt()
            .map(at -> !s.now().isBefore(at.plus(s.config().loopWait())))
            .orElse(true);
    boolean certain = !s.memory().memberInDoubt();
    if (!missing && !changed && certain && !(moved && due)) {
      return Optional.empty();
    }
    return Optional.of(
        new Action.Commit(
            Purpose.MEMBER,
            Transaction.builder()
                .ifAt(Keys.member(s.self().name()), known.map(Member::modRevision).orElse(0L))
                .put(
                    Keys.member(s.self().name()), ClusterCodec.write(wanted), s.lease().sessionId())
                .build()));
  }

  private static boolean endsAgent(Decision decision) {
    return decision.actions().stream().anyMatch(Action.Exit.class::isInstance);
  }

  private static Optional<Action> status(Situation s, Running server) {
    if (s.isWriting(Purpose.STATUS)) {
      return Optional.empty();
    }
    boolean due =
        s.memory()
            .statusAt()
            .map(at -> !s.now().isBefore(at.plus(s.config().loopWait())))
            .orElse(true);
    Status wanted = new Status(server.writeLsn(), slots(s, server), List.copyOf(Slots.retained(s)));
    if (!due || wanted.equals(s.cluster().status().value())) {
      return Optional.empty();
    }
    return Optional.of(
        new Action.Commit(
            Purpose.STATUS, owned(s).put(Keys.STATUS, ClusterCodec.write(wanted)).build()));
  }

  private static Map<String, Lsn> slots(Situation s, Running server) {
    Map<String, Lsn> slots = new TreeMap<>();
    server.slots().forEach((name, slot) -> slot.restartLsn().ifPresent(l -> slots.put(name, l)));
    slots.put(s.self().slot(), server.writeLsn());
    return slots;
  }

  /** The timelines, with who led and when, where that is known. */
  private static Optional<Action> history(Situation s, Running server) {
    if (s.isWriting(Purpose.HISTORY) || s.observation().localHistory().isEmpty()) {
      return Optional.empty();
    }
    TimelineHistory known = s.cluster().history().value();
    TimelineHistory local = s.observation().localHistory().get();
    boolean unread = server.timeline() > 1 && local.entries().isEmpty();
    if (unread || local.newestTimeline() > server.timeline()) {
      return Optional.empty();
    }
    List<TimelineHistory.Entry> entries =
        new HistoryMerge(s.self().name(), s.wallTime(), server.timeline()).of(known, local);
    int max = s.config().maxTimelinesHistory();
    List<TimelineHistory.Entry> kept =
        max > 0 && entries.size() > max
            ? entries.subList(entries.size() - max, entries.size())
            : entries;
    TimelineHistory wanted = new TimelineHistory(kept);
    if (wanted.equals(known)) {
      return Optional.empty();
    }
    return Optional.of(
        new Action.Commit(
            Purpose.HISTORY,
            owned(s)
                .ifAt(Keys.HISTORY, s.cluster().history().modRevision())
                .put(Keys.HISTORY, ClusterCodec.write(wanted))
                .build()));
  }

  /** A cluster without settings, as after an operator removed them, gets those it last had. */
  private static Optional<Action> config(Situation s) {
    Cluster cluster = s.cluster();
    if (cluster.config().exists() || s.isWriting(Purpose.CONFIG)) {
      return Optional.empty();
    }
    return Optional.of(
        new Action.Commit(
            Purpose.CONFIG,
            owned(s)
                .ifAbsent(Keys.CONFIG)
                .put(Keys.CONFIG, ClusterCodec.write(s.stored()))
                .build()));
  }

  /** A leader writes only while the leader key is the one it took. */
  private static Transaction.Builder owned(Situation s) {
    return Transaction.builder().ifAt(Keys.LEADER, s.ownLeaderKey().orElseThrow().modRevision());
  }
}
