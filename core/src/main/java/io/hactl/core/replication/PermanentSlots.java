package io.hactl.core.replication;

import io.hactl.core.decision.Decision;
import io.hactl.core.failsafe.FailsafeMember;
import io.hactl.core.memory.FailsafeMemory.Promise;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.ServerState.Slot;
import io.hactl.core.model.SlotNames;
import io.hactl.core.model.TaskKind;
import io.hactl.core.reason.Maintaining.MovingSlots;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.Leader;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.dcs.config.PermanentSlot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The permanent physical slots on a standby. They hold WAL back here as well, from where the
 * leader's are, so that whoever reads from them goes on after this standby was promoted. Where the
 * leader's slots are is in the status key; without the DCS a leader in failsafe mode says so
 * itself.
 */
public final class PermanentSlots {

  /** WAL is kept in files of 16 MB, unless built otherwise: within one, moving on frees nothing. */
  private static final long FILE = 16L << 20;

  private PermanentSlots() {}

  /** The permanent physical slots of the settings. */
  public static List<String> names(DynamicConfig config) {
    return config.slots().values().stream()
        .filter(slot -> slot.type() == PermanentSlot.Type.PHYSICAL)
        .map(PermanentSlot::name)
        .toList();
  }

  /** Moves those that are behind; empty: none is. */
  public static Optional<Decision> decide(Situation s, Running standby) {
    if (!isOnLeadersPath(s, standby)) {
      return Optional.empty();
    }
    Map<String, Lsn> moves = moves(s, standby);
    return moves.isEmpty() || s.memory().failures().holdBack(s.now(), TaskKind.MOVE_SLOTS)
        ? Optional.empty()
        : Optional.of(Decision.of(new MovingSlots()).run(new PostgresTask.MoveSlots(moves)));
  }

  /**
   * Where the leader's slots are says nothing of a standby whose WAL may have left the leader's
   * history and was not compared yet.
   */
  private static boolean isOnLeadersPath(Situation s, Running standby) {
    return standby.streaming()
        || s.cluster()
            .leaderMember()
            .flatMap(Member::timeline)
            .filter(timeline -> timeline == standby.timeline())
            .isPresent();
  }

  private static Map<String, Lsn> moves(Situation s, Running standby) {
    Map<String, Lsn> leaders = leaders(s);
    Map<String, Lsn> moves = new TreeMap<>();
    Set<String> names = new TreeSet<>(names(s.config()));
    names.addAll(fromItsTimeAsLeader(s, standby));
    for (String name : names) {
      Slot here = standby.slots().get(name);
      Lsn there = leaders.get(name);
      if (here == null || here.active() || there == null) {
        continue;
      }
      // PostgreSQL moves none beyond what is replayed.
      Lsn target = standby.replayedLsn().isAfter(there) ? there : standby.replayedLsn();
      if (here.restartLsn().filter(at -> !isInLaterFile(target, at)).isEmpty()) {
        moves.put(name, target);
      }
    }
    return moves;
  }

  /**
   * The members' slots that this node had when it led: nobody reads them, and they hold WAL back.
   */
  private static List<String> fromItsTimeAsLeader(Situation s, Running standby) {
    return s.cluster().members().values().stream()
        .filter(m -> m.tags().replicatefrom().filter(s.self().name()::equals).isEmpty())
        .map(m -> SlotNames.of(m.name()))
        .filter(name -> standby.slots().containsKey(name))
        .filter(name -> standby.slots().get(name).restartLsn().isPresent())
        .toList();
  }

  private static boolean isInLaterFile(Lsn target, Lsn at) {
    return target.bytes() / FILE > at.bytes() / FILE;
  }

  private static Map<String, Lsn> leaders(Situation s) {
    Map<String, Lsn> known = new TreeMap<>();
    // What was said before this leader led may be about WAL that went with the one before.
    long since = s.cluster().leader().map(Leader::modRevision).orElse(0L);
    if (s.cluster().status().modRevision() >= since) {
      known.putAll(s.cluster().status().value().slots());
    }
    FailsafeMember.active(s)
        .filter(promise -> promise.leaderRevision() >= since)
        .map(Promise::slots)
        .orElse(Map.of())
        .forEach((name, lsn) -> known.merge(name, lsn, Lsn::max));
    return known;
  }
}
