package io.hactl.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.reason.CallOffCause;
import io.hactl.core.reason.HandingOver.CallingOff;
import io.hactl.core.reason.Waiting.UnderWay;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.simulation.nature.SimulatedNetwork;
import io.hactl.simulation.nature.SimulatedNetwork.Cut;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.postgres.DataDir;
import io.hactl.simulation.wal.WalPosition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an operator asks for, and what may come between. */
class SwitchoverStoriesTest {

  @Test
  void aSwitchoverToANamedMemberLosesNothing() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    SimulatedNode chosen = story.others().getLast();
    WalPosition[] last = new WalPosition[1];
    story.ask(Optional.of(old.name()), Optional.of(chosen.name()));
    story.until("it is stopped", 10, () -> old.server().isEmpty());
    last[0] = old.dir().wal();
    story.leadsWithin(5, chosen);
    assertThat(chosen.dir().wal().includes(last[0])).isTrue();
    story.isWholeWithin(20);
  }

  @Test
  void story11AStopThatTakesMinutesEndsTheSwitchoverInsteadOfTheWrites() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    story.ask(Optional.of(old.name()), Optional.empty());
    story.until("it is stopping", 10, () -> !Story.takesWrites(old));
    old.server().orElseThrow().setStuck(true);
    story.run(55);
    assertThat(story.reason(old))
        .isInstanceOfSatisfying(
            UnderWay.class, r -> assertThat(r.task()).isInstanceOf(PostgresTask.Stop.class));
    assertThat(story.promotions()).isZero();
    story.leadsWithin(20, old);
    story.saw(new CallingOff(new CallOffCause.UncleanStop()));
    story.isWholeWithin(60);
  }

  @Test
  void aSwitchoverToWhoeverIsBestTakesSeconds() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    story.ask(Optional.of(old.name()), Optional.empty());
    story.anotherLeadsWithin(5, old);
    story.isWholeWithin(20);
    assertThat(story.promotions()).isOne();
  }

  @Test
  void aCandidateThatDiesLeavesTheLeadToTheOthers() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    SimulatedNode chosen = story.others().getFirst();
    story.ask(Optional.of(old.name()), Optional.of(chosen.name()));
    story.until("it is stopped", 10, () -> old.server().isEmpty());
    chosen.powerOff();
    story.until(
        "one of the others leads",
        30,
        () -> story.world().nodes().stream().anyMatch(n -> n != chosen && Story.takesWrites(n)));
    chosen.powerOn();
    story.isWholeWithin(60);
  }

  @Test
  void theAnswerToGivingTheLeaseBackMayBeLost() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    story.ask(Optional.of(old.name()), Optional.empty());
    story.until("it is stopped", 10, () -> old.server().isEmpty());
    List<Cut> deaf = List.of(new Cut(SimulatedNetwork.DCS, old.name()));
    story.network().cut(deaf);
    story.anotherLeadsWithin(10, old);
    story.advance(Duration.ofSeconds(6));
    assertThat(Story.takesWrites(old)).isFalse();
    story.network().heal(deaf);
    story.isWholeWithin(60);
  }

  @Test
  void aPausedClusterIsLeftAlone() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    pause(story, true);
    story.run(5);
    old.killPostmaster(Duration.ZERO);
    story.run(60);
    assertThat(story.promotions()).isZero();
    assertThat(old.server()).isEmpty();
    pause(story, false);
    story.isWholeWithin(60);
  }

  @Test
  void aNewCopyThatAnOperatorAsksForIsMade() {
    Story story = Story.ofThree();
    SimulatedNode replica = story.others().getFirst();
    replica.reinitialize(false, false);
    story.until("it is copied", 20, () -> replica.dir().kind() == DataDir.Kind.INCOMPLETE);
    story.isWholeWithin(60);
  }

  static void pause(Story story, boolean on) {
    String config =
        story
            .world()
            .settings()
            .config()
            .merge(JsonNodeFactory.instance.objectNode().put("pause", on))
            .toString();
    story.world().store().commit(Transaction.builder().put(Keys.CONFIG, config).build());
  }
}
