package io.hactl.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.config.DynamicConfig;
import io.hactl.simulation.nature.SimulatedNetwork;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.setting.HookSettings;
import io.hactl.simulation.setting.Mutation;
import io.hactl.simulation.setting.SimulationSettings;
import io.hactl.simulation.world.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulation that does not find the bugs that were planted proves nothing. */
class PlantedBugsTest {

  /** Within so many seeds each of them is found. */
  private static final long SEEDS = 400;

  @ParameterizedTest
  @EnumSource(
      names = {
        "NONE",
        "GUARD_DISARMED_BY_RESTART",
        "RENEWAL_FROM_REPLY",
        "FAILSAFE_FROM_REPLY",
        "FAILSAFE_DESPITE_ANOTHER",
        "RACE_DESPITE_PRIMARY",
        "OUTDATED_POSITION_TOLD",
        "LAST_LEADER_NOT_ASKED",
        "COMPACTED_EVENTS_LOST",
        "PRE_PROMOTE_TRIED_FOR_EVER",
        "BEFORE_STOP_UNBOUNDED",
        "PLAN_CANCELLED_IN_VAIN"
      },
      mode = EnumSource.Mode.EXCLUDE)
  void isFound(Mutation mutation) {
    boolean found =
        LongStream.rangeClosed(1, SEEDS)
            .filter(seed -> isViolated(seed, mutation, mutation))
            .findFirst()
            .stream()
            // The same run without the bug: it is the bug that was found, and nothing else.
            .anyMatch(seed -> !isViolated(seed, mutation, Mutation.NONE));
    assertThat(found).as("%s is found within %d seeds", mutation, SEEDS).isTrue();
  }

  /** Whether a run with the settings in which {@code sought} is looked for breaks a promise. */
  private static boolean isViolated(long seed, Mutation sought, Mutation planted) {
    return Simulation.run(seed, false, drawn -> settings(drawn, sought, planted))
        .violation()
        .isPresent();
  }

  /** A bug of failsafe mode is looked for where that is on, which a third of all seeds have. */
  private static SimulationSettings settings(
      SimulationSettings drawn, Mutation sought, Mutation planted) {
    SimulationSettings settings = drawn.with(sought).with(planted);
    return sought.name().startsWith("FAILSAFE_")
        ? settings.with(
            settings.config().merge(DynamicConfig.parse("{\"failsafe_mode\": true}").tree()))
        : settings;
  }

  /**
   * It takes an answer that is late by more than the guard's margin, no later one, and a freeze.
   */
  @ParameterizedTest
  @EnumSource(names = {"NONE", "RENEWAL_FROM_REPLY"})
  void aRenewalThatCountsFromItsAnswerIsFound(Mutation mutation) {
    SimulationSettings shortLease = SimulationSettings.plain().with(Mutation.RENEWAL_FROM_REPLY);
    Story story =
        Story.of(
            new SimulationSettings(
                shortLease.members(),
                shortLease.config(),
                0,
                shortLease.writeEvery(),
                mutation,
                SimulationSettings.Operators.LEAVE_IT,
                HookSettings.NONE));
    World world = story.world();
    SimulatedNode leader = story.leader();
    world.network().setDelay(SimulatedNetwork.DCS, leader.name(), Duration.ofMillis(2_600));
    world.run(Duration.ofSeconds(8));
    world.network().cut(List.of(new SimulatedNetwork.Cut(leader.name(), SimulatedNetwork.DCS)));
    world.run(Duration.ofMillis(2_700));
    leader.freezeAgent();
    world.run(Duration.ofSeconds(12));
    assertThat(story.invariants().violation().isPresent())
        .isEqualTo(mutation == Mutation.RENEWAL_FROM_REPLY);
  }
}
