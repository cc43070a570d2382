package io.hactl.core.replication;

import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Reason.Kind;
import io.hactl.core.memory.Memory.SlotPlan;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.SlotNames;
import io.hactl.core.situation.Observation;
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
  public static Optional<Decision> decide(Observation o, Running server) {
    if (o.memory().failures().holdBack(o.now())) {
      return Optional.empty();
    }
    SlotPlan plan = plan(o, server);
    boolean missing = plan.wanted().stream().anyMatch(s -> !server.slots().containsKey(s));
    if (!missing && plan.unwanted().isEmpty()) {
      return Optional.empty();
    }
    // Dropping fails for a slot in use; the next observation shows whether it is still there.
    if (!missing && o.memory().slots().filter(plan::equals).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        Decision.of(Kind.KEEPING_SLOTS)
            .run(new PostgresTask.SyncSlots(plan.wanted(), plan.unwanted())));
  }

  static SlotPlan plan(Observation o, Running server) {
    if (!o.config().postgresql().useSlots()) {
      return new SlotPlan(List.of(), List.of());
    }
    Set<String> wanted = new TreeSet<>();
    // What nobody reads here would hold WAL back until the disk is full.
    Set<String> elsewhere = new TreeSet<>();
    for (Member member : o.dcs().members().values()) {
      (needsSlotHere(o, member) ? wanted : elsewhere).add(SlotNames.of(member.name()));
    }
    elsewhere.remove(o.self().slot());
    wanted.remove(o.self().slot());
    wanted.addAll(PermanentSlots.names(o.config()));
    Set<String> retained = retained(o);
    List<String> unwanted =
        o.memory().slotsSeen().keySet().stream()
            .filter(slot -> server.slots().containsKey(slot))
            .filter(slot -> !server.slots().get(slot).active())
            .filter(
                slot ->
                    wanted.contains(slot)
                        ? isIdlePermanent(o, server, slot)
                        : elsewhere.contains(slot) || !retained.contains(slot))
            .sorted()
            .toList();
    return new SlotPlan(List.copyOf(wanted), unwanted);
  }

  /**
   * Made on a standby that did not know yet where the leader's was: after its promotion it would
   * hold nothing until its reader comes. It is made anew.
   */
  private static boolean isIdlePermanent(Observation o, Running server, String slot) {
    return !server.inRecovery()
        && PermanentSlots.names(o.config()).contains(slot)
        && server.slots().get(slot).restartLsn().isEmpty();
  }

  /** Members that replicate from another member have their slot there. */
  private static boolean needsSlotHere(Observation o, Member member) {
    if (member.name().equals(o.self().name()) || member.tags().nostream()) {
      return false;
    }
    return member
        .tags()
        .replicatefrom()
        .filter(from -> !from.equals(o.self().name()))
        .flatMap(o.dcs()::member)
        .filter(Member::isRunning)
        .isEmpty();
  }

  /** The members' slots, those of absent members until {@code member_slots_ttl} is over. */
  public static Set<String> retained(Observation o) {
    Set<String> retained = new TreeSet<>();
    o.memory()
        .slotsSeen()
        .forEach(
            (slot, seen) -> {
              if (!seen.plus(o.config().memberSlotsTtl()).isBefore(o.now())) {
                retained.add(slot);
              }
            });
    return retained;
  }
}
