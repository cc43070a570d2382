package io.hactl.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.simulation.faults.PlannedRequests;
import io.hactl.simulation.nature.Chance;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.setting.Mutation;
import io.hactl.simulation.setting.SimulationSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is planned for later, and what may come between. */
class PlanStoriesTest {

  private static PlannedRequests operator(Story story) {
    return new PlannedRequests(story.world(), new Chance(1));
  }

  private static Instant in(SimulatedNode node, long seconds) {
    return node.clock().wallTime().plusSeconds(seconds);
  }

  @Test
  void aPlannedSwitchoverHappensAtItsTimeAndOnce() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    operator(story).planSwitchover(old, Optional.empty(), in(old, 30));
    story.run(29);
    assertThat(story.leader()).isSameAs(old);
    story.anotherLeadsWithin(6, old);
    story.run(60);
    assertThat(story.promotions()).isOne();
  }

  @Test
  void aPlanOutlivesTheLeadersAgent() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    operator(story).planSwitchover(old, Optional.empty(), in(old, 30));
    old.killAgent();
    story.run(3);
    old.startAgent();
    story.run(25);
    assertThat(story.leader()).isSameAs(old);
    story.anotherLeadsWithin(8, old);
  }

  @Test
  void aPlanEndsWithItsLeader() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    operator(story).planSwitchover(old, Optional.empty(), in(old, 60));
    old.powerOff();
    SimulatedNode next = story.anotherLeadsWithin(22, old);
    old.powerOn();
    story.run(90);
    assertThat(story.leader()).isSameAs(next);
    assertThat(story.promotions()).isOne();
  }

  @Test
  void aPlannedRestartHappensOnce() {
    Story story = Story.ofThree();
    SimulatedNode leader = story.leader();
    Instant before = leader.server().orElseThrow().startTime();
    leader.planRestart(in(leader, 20));
    story.run(19);
    assertThat(leader.server().orElseThrow().startTime()).isEqualTo(before);
    story.run(15);
    Instant after = leader.server().orElseThrow().startTime();
    assertThat(after).isAfter(before);
    story.run(60);
    assertThat(leader.server().orElseThrow().startTime()).isEqualTo(after);
    assertThat(story.promotions()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "PLAN_BEFORE_ITS_TIME", "PLAN_CANCELLED_IN_VAIN"})
  void aSwitchoverOutOfPlanIsFound(Mutation mutation) {
    Story story = Story.of(SimulationSettings.plain().with(mutation));
    SimulatedNode old = story.leader();
    operator(story).planSwitchover(old, Optional.empty(), in(old, 20));
    story.world().run(Duration.ofSeconds(10));
    operator(story).cancelSwitchover();
    story.world().run(Duration.ofSeconds(25));
    assertThat(story.invariants().violation().isPresent()).isEqualTo(mutation != Mutation.NONE);
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "PLANNED_RESTART_CANCELLED_IN_VAIN"})
  void aRestartOutOfPlanIsFound(Mutation mutation) {
    Story story = Story.of(SimulationSettings.plain().with(mutation));
    SimulatedNode leader = story.leader();
    leader.planRestart(in(leader, 20));
    story.world().run(Duration.ofSeconds(10));
    leader.cancelRestart();
    story.world().run(Duration.ofSeconds(25));
    assertThat(story.invariants().violation().isPresent()).isEqualTo(mutation != Mutation.NONE);
  }
}
