package io.hactl.core.replication;

import io.hactl.core.decision.Decision;
import io.hactl.core.memory.Memory.SlotPlan;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.SlotNames;
import io.hactl.core.model.TaskKind;
import io.hactl.core.reason.Maintaining.KeepingSlots;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.Member;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The physical replication slots for the members. The leader's hold WAL back; those on a replica
 * hold nothing until somebody uses them, and are there so that nobody has to wait for a slot after
 * this replica was promoted.
 */
public final class Slots {

  private Slots() {}

  /** Creates what is missing; drops what belonged to members that have been gone for long. */
  public static Optional<Decision> decide(Situation s, Running server) {
    if (s.memory().failures().holdBack(s.now(), TaskKind.UPDATE_SLOTS)) {
      return Optional.empty();
    }
    SlotPlan plan = plan(s, server);
    boolean missing = plan.wanted().stream().anyMatch(slot -> !server.slots().containsKey(slot));
    if (!missing && plan.unwanted().isEmpty()) {
      return Optional.empty();
    }
    // Dropping fails for a slot in use; the next observation shows whether it is still there.
    if (!missing && s.memory().slots().filter(plan::equals).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        Decision.of(new KeepingSlots())
            .run(new PostgresTask.UpdateSlots(plan.wanted(), plan.unwanted())));
  }

  static SlotPlan plan(Situation s, Running server) {
    if (!s.config().postgresql().useSlots()) {
      return new SlotPlan(List.of(), List.of());
    }
    Set<String> wanted = new TreeSet<>();
    // What nobody reads here would hold WAL back until the disk is full.
    Set<String> elsewhere = new TreeSet<>();
    for (Member member : s.cluster().members().values()) {
      (needsSlotHere(s, member) ? wanted : elsewhere).add(SlotNames.of(member.name()));
    }
    elsewhere.remove(s.self().slot());
    wanted.remove(s.self().slot());
    wanted.addAll(PermanentSlots.names(s.config()));
    Set<String> retained = retained(s);
    List<String> unwanted =
        s.memory().slotsSeen().keySet().stream()
            .filter(slot -> server.slots().containsKey(slot))
            .filter(slot -> !server.slots().get(slot).active())
            .filter(
                slot ->
                    wanted.contains(slot)
                        ? isIdlePermanent(s, server, slot)
                        : elsewhere.contains(slot) || !retained.contains(slot))
            .sorted()
            .toList();
    return new SlotPlan(List.copyOf(wanted), unwanted);
  }

  /**
   * Made on a standby that did not know yet where the leader's was: after its promotion it would
   * hold nothing until its reader comes. It is made anew.
   */
  private static boolean isIdlePermanent(Situation s, Running server, String slot) {
    return !server.inRecovery()
        && PermanentSlots.names(s.config()).contains(slot)
        && server.slots().get(slot).restartLsn().isEmpty();
  }

  /** Members that replicate from another member have their slot there. */
  private static boolean needsSlotHere(Situation s, Member member) {
    if (member.name().equals(s.self().name()) || member.tags().nostream()) {
      return false;
    }
    return member
        .tags()
        .replicatefrom()
        .filter(from -> !from.equals(s.self().name()))
        .flatMap(s.cluster()::member)
        .filter(Member::isRunning)
        .isEmpty();
  }

  /** The members' slots, those of absent members until {@code member_slots_ttl} is over. */
  public static Set<String> retained(Situation s) {
    Set<String> retained = new TreeSet<>();
    s.memory()
        .slotsSeen()
        .forEach(
            (slot, seen) -> {
              if (!seen.plus(s.config().memberSlotsTtl()).isBefore(s.now())) {
                retained.add(slot);
              }
            });
    return retained;
  }
}
