package io.hactl.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.simulation.nature.SimulatedNetwork;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.setting.Mutation;
import io.hactl.simulation.setting.SimulationSettings;
import io.hactl.simulation.world.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Planted bugs that the rest of the design makes up for in all but a few situations. */
class PlantedFailsafeBugsTest {

  /**
   * It takes an agent that is frozen between its question and the answers, and no answers later.
   */
  @ParameterizedTest
  @EnumSource(names = {"NONE", "FAILSAFE_FROM_REPLY"})
  void aPromiseThatCountsFromTheAnswersIsFound(Mutation mutation) {
    boolean found = IntStream.rangeClosed(10, 24).anyMatch(half -> isBroken(mutation, half));
    assertThat(found).isEqualTo(mutation == Mutation.FAILSAFE_FROM_REPLY);
  }

  /**
   * @param half when the agent is frozen, in half seconds after it has lost the DCS
   */
  private static boolean isBroken(Mutation mutation, int half) {
    Story story = Story.of(settings(mutation));
    World world = story.world();
    SimulatedNode leader = story.leader();
    world
        .network()
        .cut(SimulatedNetwork.between(List.of(leader.name()), List.of(SimulatedNetwork.DCS)));
    story
        .others()
        .forEach(n -> world.network().setDelay(n.name(), leader.name(), Duration.ofMillis(1_500)));
    world.run(Duration.ofMillis(500L * half));
    leader.freezeAgent();
    world.run(Duration.ofMillis(5_500));
    leader.thawAgent();
    world.run(Duration.ofMillis(100));
    story.isolate(leader);
    world.run(Duration.ofSeconds(40));
    return story.invariants().violation().isPresent();
  }

  /** Nobody who has promised takes the lease; a program that has not could. */
  @ParameterizedTest
  @EnumSource(names = {"NONE", "FAILSAFE_DESPITE_ANOTHER"})
  void aLeaderThatGoesOnBesideAnotherIsFound(Mutation mutation) {
    Story story = Story.of(settings(mutation));
    SimulatedNode leader = story.leader();
    List<SimulatedNetwork.Cut> cuts =
        SimulatedNetwork.between(List.of(leader.name()), List.of(SimulatedNetwork.DCS));
    story.network().cut(cuts);
    story.until("the lease is over", 30, () -> story.world().store().leader().isEmpty());
    story.world().store().commit(Transaction.builder().put(Keys.LEADER, "another").build());
    assertThat(Story.takesWrites(leader)).isTrue();
    story.network().heal(cuts);
    story.run(7);
    assertThat(Story.takesWrites(leader)).isEqualTo(mutation != Mutation.NONE);
  }

  private static SimulationSettings settings(Mutation mutation) {
    SimulationSettings plain = SimulationSettings.plain();
    return plain
        .with(plain.config().merge(DynamicConfig.parse("{\"failsafe_mode\": true}").tree()))
        .with(mutation);
  }
}
