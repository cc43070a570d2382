package io.hactl.core.keys;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.failsafe.FailsafeKey;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.replication.Slots;
import io.hactl.core.situation.Observation;
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

  public static List<Action> actions(Observation o, Decision decision) {
    List<Action> actions = new ArrayList<>();
    member(o, decision).ifPresent(actions::add);
    FailsafeKey.admit(o).filter(a -> !endsAgent(decision)).ifPresent(actions::add);
    LostWalKey.action(o).ifPresent(actions::add);
    if (o.holdsLease() && !o.isWriting(Purpose.LEADER)) {
      o.server()
          .running()
          .filter(r -> !r.inRecovery())
          .ifPresent(
              r -> {
                status(o, r).ifPresent(actions::add);
                history(o, r).ifPresent(actions::add);
                FailsafeKey.write(o).ifPresent(actions::add);
                config(o).ifPresent(actions::add);
              });
    }
    return actions;
  }

  private static Optional<Action> member(Observation o, Decision decision) {
    if (o.isWriting(Purpose.MEMBER) || endsAgent(decision)) {
      return Optional.empty();
    }
    Member wanted = MemberKey.of(o, decision);
    Optional<Member> known = o.dcs().member(o.self().name());
    boolean missing = known.filter(m -> m.leaseId() == o.lease().sessionId()).isEmpty();
    boolean changed = known.filter(m -> MemberKey.sameButForPositions(m, wanted)).isEmpty();
    boolean moved = known.filter(m -> MemberKey.samePositions(m, wanted)).isEmpty();
    boolean due =
        o.memory()
            .memberAt()
            .map(at -> !o.now().isBefore(at.plus(o.config().loopWait())))
            .orElse(true);
    boolean certain = !o.memory().memberInDoubt();
    if (!missing && !changed && certain && !(moved && due)) {
      return Optional.empty();
    }
    return Optional.of(
        new Action.Commit(
            Purpose.MEMBER,
            Transaction.builder()
                .ifAt(Keys.member(o.self().name()), known.map(Member::modRevision).orElse(0L))
                .put(
                    Keys.member(o.self().name()), ClusterCodec.write(wanted), o.lease().sessionId())
                .build()));
  }

  private static boolean endsAgent(Decision decision) {
    return decision.actions().stream().anyMatch(Action.Exit.class::isInstance);
  }

  private static Optional<Action> status(Observation o, Running server) {
    if (o.isWriting(Purpose.STATUS)) {
      return Optional.empty();
    }
    boolean due =
        o.memory()
            .statusAt()
            .map(at -> !o.now().isBefore(at.plus(o.config().loopWait())))
            .orElse(true);
    Status wanted = new Status(server.writeLsn(), slots(o, server), List.copyOf(Slots.retained(o)));
    if (!due || wanted.equals(o.dcs().status().value())) {
      return Optional.empty();
    }
    return Optional.of(
        new Action.Commit(
            Purpose.STATUS, owned(o).put(Keys.STATUS, ClusterCodec.write(wanted)).build()));
  }

  private static Map<String, Lsn> slots(Observation o, Running server) {
    Map<String, Lsn> slots = new TreeMap<>();
    server.slots().forEach((name, slot) -> slot.restartLsn().ifPresent(l -> slots.put(name, l)));
    slots.put(o.self().slot(), server.writeLsn());
    return slots;
  }

  /** The timelines, with who led and when, where that is known. */
  private static Optional<Action> history(Observation o, Running server) {
    if (o.isWriting(Purpose.HISTORY) || o.localHistory().isEmpty()) {
      return Optional.empty();
    }
    TimelineHistory known = o.dcs().history().value();
    TimelineHistory local = o.localHistory().get();
    boolean unread = server.timeline() > 1 && local.entries().isEmpty();
    if (unread || local.newestTimeline() > server.timeline()) {
      return Optional.empty();
    }
    List<TimelineHistory.Entry> entries =
        new HistoryMerge(o.self().name(), o.wallTime(), server.timeline()).of(known, local);
    int max = o.config().maxTimelinesHistory();
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
            owned(o)
                .ifAt(Keys.HISTORY, o.dcs().history().modRevision())
                .put(Keys.HISTORY, ClusterCodec.write(wanted))
                .build()));
  }

  /** A cluster without settings, as after an operator removed them, gets those it last had. */
  private static Optional<Action> config(Observation o) {
    Cluster cluster = o.dcs();
    if (cluster.config().exists() || o.isWriting(Purpose.CONFIG)) {
      return Optional.empty();
    }
    return Optional.of(
        new Action.Commit(
            Purpose.CONFIG,
            owned(o)
                .ifAbsent(Keys.CONFIG)
                .put(Keys.CONFIG, ClusterCodec.write(o.stored()))
                .build()));
  }

  /** A leader writes only while the leader key is the one it took. */
  private static Transaction.Builder owned(Observation o) {
    return Transaction.builder().ifAt(Keys.LEADER, o.ownLeaderKey().orElseThrow().modRevision());
  }
}
