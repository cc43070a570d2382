package io.hactl.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.hactl.core.reason.Reason;
import io.hactl.core.text.ReasonText;
import io.hactl.dcs.cluster.Failover;
import io.hactl.simulation.faults.OperatorFaults;
import io.hactl.simulation.invariants.Invariants;
import io.hactl.simulation.invariants.Wholeness;
import io.hactl.simulation.nature.Chance;
import io.hactl.simulation.nature.SimulatedNetwork;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.postgres.Server;
import io.hactl.simulation.setting.SimulationSettings;
import io.hactl.simulation.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A cluster in which nothing happens but what the test makes happen. */
final class Story {

  private static final Duration STEP = Duration.ofMillis(2);

  private final World world;
  private final Invariants invariants;

  private Story(SimulationSettings settings) {
    world = new World(settings, new Chance(1), true);
    invariants = Invariants.of(world);
  }

  /** Three nodes whose agents have not begun yet. */
  static Story beforeTheFirstStart() {
    return new Story(SimulationSettings.plain());
  }

  /** Three nodes, all well. */
  static Story ofThree() {
    return of(SimulationSettings.plain());
  }

  static Story of(SimulationSettings settings) {
    Story story = new Story(settings);
    story.start();
    return story;
  }

  /** Starts every agent and waits until the cluster is whole. */
  void start() {
    world.nodes().forEach(SimulatedNode::startAgent);
    isWholeWithin(60);
    run(5);
  }

  Invariants invariants() {
    return invariants;
  }

  World world() {
    return world;
  }

  SimulatedNetwork network() {
    return world.network();
  }

  SimulatedNode node(String name) {
    return world.node(name).orElseThrow();
  }

  SimulatedNode leader() {
    return world.store().leader().flatMap(world::node).orElseThrow();
  }

  /** The nodes that do not lead. */
  List<SimulatedNode> others() {
    SimulatedNode leader = leader();
    return world.nodes().stream().filter(n -> n != leader).toList();
  }

  /** Cuts a node off from everything. */
  List<SimulatedNetwork.Cut> isolate(SimulatedNode node) {
    List<String> rest = new ArrayList<>(world.nodes().stream().map(SimulatedNode::name).toList());
    rest.remove(node.name());
    rest.add(SimulatedNetwork.DCS);
    List<SimulatedNetwork.Cut> cuts = SimulatedNetwork.between(List.of(node.name()), rest);
    network().cut(cuts);
    return cuts;
  }

  void ask(Optional<String> leader, Optional<String> candidate) {
    new OperatorFaults(world).ask(new Failover(leader, candidate, Optional.empty()));
  }

  void run(long seconds) {
    advance(Duration.ofSeconds(seconds));
  }

  void advance(Duration duration) {
    if (!world.run(duration)) {
      fail(text(invariants.violation().orElseThrow()));
    }
  }

  /** Waits for something to become true, in virtual time. */
  void until(String what, long seconds, BooleanSupplier condition) {
    long limit = world.scheduler().now() + Duration.ofSeconds(seconds).toNanos();
    while (!condition.getAsBoolean()) {
      if (world.scheduler().now() >= limit) {
        fail(text("not within " + seconds + " s: " + what));
      }
      advance(STEP);
    }
  }

  void leadsWithin(long seconds, SimulatedNode node) {
    until(
        node.name() + " leads",
        seconds,
        () -> takesWrites(node) && world.store().leader().equals(Optional.of(node.name())));
  }

  /** Waits until another node than this one leads and takes writes. */
  SimulatedNode anotherLeadsWithin(long seconds, SimulatedNode old) {
    until(
        "another node than " + old.name() + " leads",
        seconds,
        () ->
            world.store().leader().filter(l -> !l.equals(old.name())).isPresent()
                && takesWrites(leader()));
    return leader();
  }

  void isWholeWithin(long seconds) {
    until(
        "the cluster is whole",
        seconds,
        () -> Wholeness.problem(world, invariants.lastAcknowledged()).isEmpty());
  }

  static boolean takesWrites(SimulatedNode node) {
    return node.server().filter(Server::takesWrites).isPresent();
  }

  Reason reason(SimulatedNode node) {
    return node.agent().orElseThrow().reason();
  }

  int promotions() {
    return invariants.promotions();
  }

  void saw(Reason reason) {
    saw(ReasonText.of(reason));
  }

  void saw(String words) {
    assertThat(world.trace().lines()).anyMatch(line -> line.contains(words));
  }

  void neverSaw(String words) {
    assertThat(world.trace().lines()).noneMatch(line -> line.contains(words));
  }

  private String text(String what) {
    List<String> lines = world.trace().lines();
    return what
        + "\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - 80), lines.size()));
  }
}
