package io.hactl.simulation.invariants;

import io.hactl.dcs.config.DynamicConfig;
import io.hactl.simulation.ground.Witness;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.postgres.HeldWal;
import io.hactl.simulation.setting.SlotDraw;
import io.hactl.simulation.wal.WalPosition;
import io.hactl.simulation.world.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A permanent slot's reader loses nothing by a change of the leader: on no member the slot is ahead
 * of what the reader has confirmed, and what it still needs is there. Only a slot that began too
 * late is: one made where the WAL that its reader still needs was gone by then, as after a copy.
 */
final class SlotInvariant {

  private final World world;
  private final Witness judge;
  private final Map<String, List<WalPosition>> confirmed = new HashMap<>();
  private final Map<String, String> readFrom = new HashMap<>();
  private final Set<String> late = new HashSet<>();

  SlotInvariant(World world, Witness judge) {
    this.world = world;
    this.judge = judge;
  }

  /**
   * Up to where the reader has everything that is in this node's WAL; empty: it has nothing yet.
   */
  private Optional<Long> needed(String node, String slot) {
    WalPosition there = world.node(node).orElseThrow().dir().wal();
    return confirmed.getOrDefault(slot, List.of()).stream()
        .map(at -> at.commonWith(there))
        .max(Comparator.naturalOrder());
  }

  void created(String node, String slot, long at) {
    late.remove(node + "/" + slot);
    if (needed(node, slot).filter(needed -> at > needed).isPresent()) {
      late.add(node + "/" + slot);
    }
  }

  void moved(String node, String slot, long from, long to) {
    boolean tooFar = needed(node, slot).filter(needed -> to > needed).isPresent();
    // The leader that said so may have given the lease back by now.
    boolean followsLateOne = late.stream().anyMatch(other -> other.endsWith("/" + slot));
    if (tooFar && (followsLateOne || hasLeftTheReader(node, slot))) {
      // Nobody can do better, or the slot goes when this node is rewound or copied anew.
      late.add(node + "/" + slot);
    } else if (tooFar && !late.contains(node + "/" + slot)) {
      judge.broken(
          "the slot %s on %s is moved to %d, and its reader has confirmed %s"
              .formatted(slot, node, to, confirmed.get(slot)));
    }
    if (to < from) {
      judge.broken("the slot %s on %s goes back from %d to %d".formatted(slot, node, from, to));
    }
  }

  /** Whether its WAL, or the reader's, is of a history that ended. */
  private boolean hasLeftTheReader(String node, String slot) {
    WalPosition newest = confirmed.get(slot).getLast();
    WalPosition here = world.node(node).orElseThrow().dir().wal();
    return !newest.includes(here) && !here.includes(newest);
  }

  void read(String node, String slot, WalPosition position) {
    HeldWal held = world.node(node).orElseThrow().dir().held();
    if (held.position(slot).isEmpty()) {
      // Made shortly before its leader was gone, so that nobody else knew yet where it was.
      late.add(node + "/" + slot);
    }
    boolean another = !node.equals(readFrom.put(slot, node));
    if (another && !late.contains(node + "/" + slot)) {
      long oldest = Math.max(held.oldest(), held.position(slot).orElse(0L));
      needed(node, slot)
          .filter(needed -> oldest > needed)
          .ifPresent(
              needed ->
                  judge.broken(
                      "the reader of %s needs what is behind %d, and %s has no more than what is behind %d"
                          .formatted(slot, needed, node, oldest)));
    }
    late.remove(node + "/" + slot);
    boolean begins = !confirmed.containsKey(slot);
    List<WalPosition> all = confirmed.computeIfAbsent(slot, s -> new ArrayList<>());
    all.removeIf(position::includes);
    all.add(position);
    if (begins) {
      beginsLaterElsewhere(slot);
    }
  }

  /**
   * The reader has just begun, on this node's history. A slot that was made before on another one
   * may hold less than that: whoever is made to lead from there was never read from.
   */
  private void beginsLaterElsewhere(String slot) {
    for (SimulatedNode node : world.nodes()) {
      boolean later =
          node.dir()
              .held()
              .position(slot)
              .filter(at -> needed(node.name(), slot).filter(needed -> at > needed).isPresent())
              .isPresent();
      if (later) {
        late.add(node.name() + "/" + slot);
      }
    }
  }

  /** What it has it keeps, as the slot is kept for a while: both may come back. */
  void unread(String slot) {
    readFrom.remove(slot);
  }

  /** What is missing of the slots on a standby once everything has healed; empty: nothing. */
  static Optional<String> problem(World world, SimulatedNode standby) {
    DynamicConfig config = world.store().cluster().config().value();
    HeldWal held = standby.dir().held();
    return SlotDraw.NAMES.stream()
        .filter(slot -> config.slots().containsKey(slot) && held.position(slot).isEmpty())
        .findFirst()
        .map(slot -> "the permanent slot " + slot + " holds nothing on " + standby.name());
  }
}
