package io.hactl.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.postgres.Hooks.Command;
import io.hactl.simulation.postgres.Hooks.Fate;
import io.hactl.simulation.setting.HookSettings;
import io.hactl.simulation.setting.Mutation;
import io.hactl.simulation.setting.SimulationSettings;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The operator's commands that fail or hang, at the promotion and at the stop. */
class HookStoriesTest {

  private static Story of(Mutation mutation) {
    return Story.of(SimulationSettings.plain().with(mutation).with(HookSettings.ALL));
  }

  /** A promotion is given up after its minute, stopped, and left to the next. */
  @ParameterizedTest
  @CsvSource({
    "NONE, FAILS, 60",
    "NONE, HANGS, 120",
    "PRE_PROMOTE_TRIED_FOR_EVER, FAILS, 200",
    "PRE_PROMOTE_TRIED_FOR_EVER, HANGS, 200"
  })
  void whosePrePromoteDoesNotEndWellLeavesTheLeadToAnother(
      Mutation mutation, Fate fate, long seconds) {
    Story story = of(mutation);
    SimulatedNode old = story.leader();
    SimulatedNode first = story.others().getFirst();
    SimulatedNode other = story.others().getLast();
    first.hooks().set(Command.PRE_PROMOTE, fate);
    story.ask(Optional.of(old.name()), Optional.of(first.name()));
    story.until(
        "it has the lease",
        15,
        () -> story.world().store().leader().filter(first.name()::equals).isPresent());
    old.powerOff();
    boolean leads = false;
    for (int i = 0; i < seconds && !leads; i++) {
      story.run(1);
      leads = Story.takesWrites(other);
    }
    assertThat(leads).isEqualTo(mutation == Mutation.NONE);
    assertThat(Story.takesWrites(first)).isFalse();
  }

  /** A command that hangs takes its part of the time that the lease leaves, and no more. */
  @ParameterizedTest
  @EnumSource(names = {"NONE", "BEFORE_STOP_UNBOUNDED"})
  void aHangingBeforeStopLeavesTheStopToTheAgent(Mutation mutation) {
    Story story = of(mutation);
    SimulatedNode old = story.leader();
    old.hooks().set(Command.BEFORE_STOP, Fate.HANGS);
    story.isolate(old);
    story.until("it takes no writes", 22, () -> !Story.takesWrites(old));
    story.anotherLeadsWithin(10, old);
    story.advance(Duration.ofSeconds(5));
    if (mutation == Mutation.NONE) {
      story.neverSaw("the guard stops PostgreSQL");
    } else {
      story.saw("the guard stops PostgreSQL");
    }
  }
}
