package io.hactl.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hactl.simulation.faults.SettingsPatch;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.setting.SimulationSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Synchronous standbys that die, and a mode that is turned on and off. */
class SyncStoriesTest {

  private static Story with(String mode, boolean strict) {
    SimulationSettings plain = SimulationSettings.plain();
    Story story =
        Story.of(
            plain.with(
                plain
                    .config()
                    .merge(
                        JsonNodeFactory.instance
                            .objectNode()
                            .put("synchronous_mode", mode)
                            .put("synchronous_mode_strict", strict))));
    story.run(5);
    return story;
  }

  private static void turn(Story story, String mode) {
    SettingsPatch.merge(
        story.world(), JsonNodeFactory.instance.objectNode().put("synchronous_mode", mode));
  }

  private static long writes(Story story) {
    return story.invariants().acknowledgedWrites();
  }

  @Test
  void aSynchronousStandbyThatDiesIsReplaced() {
    Story story = with("on", false);
    var key = story.world().store().cluster().sync().value();
    story.node(key.standbys().getFirst()).powerOff();
    story.run(10);
    long before = writes(story);
    story.run(5);
    assertThat(writes(story)).isGreaterThan(before);
  }

  @Test
  void theLastSynchronousStandbyThatDiesHoldsUpNobody() {
    Story story = with("on", false);
    story.others().forEach(SimulatedNode::powerOff);
    story.run(10);
    long before = writes(story);
    story.run(5);
    assertThat(writes(story)).isGreaterThan(before);
  }

  @Test
  void story3ALeaderGoesOnWhileCommitsWaitForStandbysThatAreGone() {
    Story story = with("on", true);
    SimulatedNode leader = story.leader();
    var standbys = story.others();
    standbys.forEach(SimulatedNode::powerOff);
    story.run(10);
    long before = writes(story);
    story.run(60);
    assertThat(writes(story)).isEqualTo(before);
    assertThat(story.leader()).isSameAs(leader);
    standbys.forEach(SimulatedNode::powerOn);
    story.isWholeWithin(60);
  }

  @Test
  void aQuorumLeaderWhoseStandbysAreGoneForGoodLeadsAgain() {
    Story story = with("quorum", false);
    SimulatedNode leader = story.leader();
    story.others().forEach(SimulatedNode::powerOff);
    leader.powerOff();
    story.run(30);
    leader.powerOn();
    story.leadsWithin(60, leader);
  }

  @Test
  void aLeaderMayDieInEachStepOfTurningTheModeOnAndOff() {
    for (String mode : new String[] {"on", "quorum"}) {
      for (int step = 0; step < 500; step += 25) {
        leaderDies(with("off", false), mode, step);
        leaderDies(with(mode, false), "off", step);
      }
    }
  }

  private static void leaderDies(Story story, String mode, int millis) {
    turn(story, mode);
    story.advance(Duration.ofMillis(millis));
    SimulatedNode old = story.leader();
    old.powerOff();
    story.run(45);
    old.powerOn();
    story.isWholeWithin(60);
  }
}
