package io.hactl.simulation.faults;

import io.hactl.simulation.nature.Chance;
import io.hactl.simulation.nature.SimulatedNetwork;
import io.hactl.simulation.nature.SimulatedNetwork.Cut;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What befalls the network and the DCS. */
final class SurroundingFaults {

  private final World world;
  private final Faults faults;
  private final Chance chance;

  SurroundingFaults(World world, Faults faults) {
    this.world = world;
    this.faults = faults;
    this.chance = world.chance();
  }

  List<Runnable> all() {
    return List.of(
        () ->
            cut(
                SimulatedNetwork.between(List.of(any()), List.of(SimulatedNetwork.DCS)),
                "from the DCS"),
        () -> cut(oneWay(any(), SimulatedNetwork.DCS), "one way to the DCS"),
        () -> cut(oneWay(SimulatedNetwork.DCS, any()), "one way from the DCS"),
        this::isolate,
        () -> cut(SimulatedNetwork.between(List.of(any()), List.of(any())), "from another node"),
        () -> cut(oneWay(any(), any()), "one way to another node"),
        () -> stopDcs(chance.millis(100, 4_000)),
        () -> stopDcs(chance.spread(Duration.ofSeconds(2), Duration.ofMinutes(2))),
        () -> slow(SimulatedNetwork.DCS),
        () -> slow(any()));
  }

  private String any() {
    Optional<String> leader = world.store().leader();
    return leader.isPresent() && chance.hits(0.5)
        ? leader.get()
        : chance.pick(world.nodes()).name();
  }

  private Duration aWhile() {
    return chance.spread(Duration.ofMillis(200), Duration.ofMinutes(2));
  }

  private static List<Cut> oneWay(String from, String to) {
    return List.of(new Cut(from, to));
  }

  private void cut(List<Cut> cuts, String what) {
    world.network().cut(cuts);
    faults.during(
        aWhile(),
        "network cut " + what + " " + cuts,
        () -> {
          world.network().heal(cuts);
        });
  }

  private void isolate() {
    String node = any();
    List<String> rest = new ArrayList<>(world.nodes().stream().map(SimulatedNode::name).toList());
    rest.remove(node);
    if (chance.hits(0.7)) {
      rest.add(SimulatedNetwork.DCS);
    }
    cut(SimulatedNetwork.between(List.of(node), rest), "around " + node);
  }

  private void stopDcs(Duration duration) {
    if (world.store().isAvailable()) {
      world.store().stop();
      faults.during(duration, "the DCS has no leader", world.store()::resume);
    }
  }

  private void slow(String place) {
    world.network().setSlow(place, true);
    faults.during(
        aWhile(), "slow network at " + place, () -> world.network().setSlow(place, false));
  }
}
