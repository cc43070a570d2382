package io.hactl.simulation.mutants;

import io.hactl.core.decision.Action;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.replication.PermanentSlots;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.simulation.setting.Mutation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The planted bugs that are about permanent slots. */
final class MutantSlots {

  private MutantSlots() {}

  static List<Action> changed(Mutation mutation, Observation o, Action action) {
    return switch (action) {
      case Action.Run(PostgresTask.MoveSlots m) when mutation == Mutation.SLOT_MOVED_TO_OWN_END ->
          List.of(new Action.Run(toOwnEnd(o, m)));
      case Action.Run(PostgresTask.MoveSlots ignored) when mutation == Mutation.SLOT_NEVER_MOVED ->
          List.of();
      case Action.Run(PostgresTask.UpdateSlots s)
          when mutation == Mutation.SLOT_ON_LEADER_ALONE && !o.holdsLease() ->
          List.of(new Action.Run(withoutPermanent(o, s)));
      default -> List.of(action);
    };
  }

  private static PostgresTask.MoveSlots toOwnEnd(Observation o, PostgresTask.MoveSlots moves) {
    Lsn end = o.seenPostgres().flatMap(view -> view.server().running()).orElseThrow().replayedLsn();
    Map<String, Lsn> to = new TreeMap<>(moves.to());
    to.replaceAll((slot, lsn) -> end);
    return new PostgresTask.MoveSlots(to);
  }

  private static PostgresTask.UpdateSlots withoutPermanent(
      Observation o, PostgresTask.UpdateSlots slots) {
    List<String> wanted = new ArrayList<>(slots.wanted());
    wanted.removeAll(PermanentSlots.names(o.config()));
    return new PostgresTask.UpdateSlots(wanted, slots.unwanted());
  }
}
