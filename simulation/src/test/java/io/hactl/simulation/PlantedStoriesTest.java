package io.hactl.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.simulation.dcs.EtcdStore;
import io.hactl.simulation.nature.SimulatedNetwork;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.setting.Mutation;
import io.hactl.simulation.setting.SimulationSettings;
import io.hactl.simulation.world.World;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Planted bugs that take a rare order of events to be seen. */
class PlantedStoriesTest {

  private static final ObjectNode QUORUM =
      JsonNodeFactory.instance.objectNode().put("synchronous_mode", "quorum");

  /** The leader gives its key back while one watch hears nothing, and that is compacted. */
  @ParameterizedTest
  @EnumSource(names = {"NONE", "COMPACTED_EVENTS_LOST"})
  void aWatchThatGoesOnBehindCompactedEventsIsFound(Mutation mutation) {
    Story story = Story.of(SimulationSettings.plain().with(mutation));
    World world = story.world();
    SimulatedNode leader = story.leader();
    List<SimulatedNetwork.Cut> cuts =
        story.others().stream()
            .map(n -> new SimulatedNetwork.Cut(SimulatedNetwork.DCS, n.name()))
            .toList();
    story.network().cut(cuts);
    world.store().commit(Transaction.builder().delete(Keys.LEADER).build());
    leader.powerOff();
    world.run(Duration.ofMillis(3_200));
    world.store().compact();
    story.network().heal(cuts);
    world.run(Duration.ofSeconds(40));
    assertThat(world.store().leader().isPresent()).isEqualTo(mutation == Mutation.NONE);
  }

  /** Somebody deletes the leader key, and the primary hears of it late. */
  @ParameterizedTest
  @EnumSource(names = {"NONE", "RACE_DESPITE_PRIMARY"})
  void aRaceThatOverlooksARunningPrimaryIsFound(Mutation mutation) {
    isFoundWhereTheLeaderHearsLate(
        mutation, dcs -> dcs.commit(Transaction.builder().delete(Keys.LEADER).build()));
  }

  /**
   * An agent is killed, started again without the DCS, and frozen before it has stopped anything.
   */
  @ParameterizedTest
  @EnumSource(names = {"NONE", "GUARD_DISARMED_BY_RESTART"})
  void aGuardThatARestartTakesOffIsFound(Mutation mutation) {
    Story story = Story.of(SimulationSettings.plain().with(mutation));
    World world = story.world();
    SimulatedNode leader = story.leader();
    story.isolate(leader);
    leader.killAgent();
    world.run(Duration.ofSeconds(1));
    leader.startAgent();
    world.run(Duration.ofSeconds(1));
    leader.freezeAgent();
    world.run(Duration.ofSeconds(40));
    assertThat(story.invariants().violation().isPresent()).isEqualTo(mutation != Mutation.NONE);
  }

  /** etcd ends leases that are renewed, and the primary hears of it late. */
  @ParameterizedTest
  @EnumSource(names = {"NONE", "LAST_LEADER_NOT_ASKED"})
  void aRaceThatForgetsALeaderWithoutKeysIsFound(Mutation mutation) {
    isFoundWhereTheLeaderHearsLate(mutation, EtcdStore::endLeasesEarly);
  }

  private static void isFoundWhereTheLeaderHearsLate(
      Mutation mutation, Consumer<EtcdStore> mishap) {
    Story story = Story.of(SimulationSettings.plain().with(mutation));
    World world = story.world();
    story.network().setDelay(SimulatedNetwork.DCS, story.leader().name(), Duration.ofSeconds(2));
    world.run(Duration.ofSeconds(10));
    mishap.accept(world.store());
    world.run(Duration.ofSeconds(10));
    assertThat(story.invariants().violation().isPresent()).isEqualTo(mutation != Mutation.NONE);
  }

  /**
   * Quorum mode, and the one standby that has the last writes takes no new connections: its agent
   * knows only where it was before.
   */
  @ParameterizedTest
  @EnumSource(names = {"NONE", "OUTDATED_POSITION_TOLD"})
  void aPositionFromBeforeTheLastWritesIsFound(Mutation mutation) {
    SimulationSettings plain = SimulationSettings.plain().with(mutation);
    Story story = Story.of(plain.with(plain.config().merge(QUORUM)));
    World world = story.world();
    SimulatedNode leader = story.leader();
    SimulatedNode ahead = story.others().getFirst();
    SimulatedNode behind = story.others().getLast();
    story.network().setDelay(leader.name(), behind.name(), Duration.ofMillis(800));
    world.run(Duration.ofMillis(1_500));
    ahead.server().orElseThrow().hangPostmaster(true);
    leader.powerOff();
    world.store().commit(Transaction.builder().delete(Keys.LEADER).build());
    world.run(Duration.ofSeconds(2));
    assertThat(story.invariants().violation().isPresent()).isEqualTo(mutation != Mutation.NONE);
  }
}
