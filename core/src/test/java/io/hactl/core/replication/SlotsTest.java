package io.hactl.core.replication;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.ago;
import static io.hactl.core.given.Cast.server;
import static io.hactl.core.given.Cast.withTag;
import static io.hactl.core.given.Given.aPrimary;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.given.Given;
import io.hactl.core.learning.Learning;
import io.hactl.core.memory.Memory.SlotPlan;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.ServerState;
import io.hactl.core.reason.Leading.HoldingLease;
import io.hactl.core.reason.Maintaining.KeepingSlots;
import io.hactl.core.situation.Situation;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlotsTest {

  private static ServerState.Slot slot(boolean active) {
    return new ServerState.Slot(active, Optional.of(HERE));
  }

  private static Given withSlots(Map<String, ServerState.Slot> slots) {
    return aPrimary().inStep().runs(server(false, TIMELINE, HERE, false, Optional.empty(), slots));
  }

  private static Given seen(Given given, String slot, Duration ago) {
    return given.remembering(
        m -> {
          Map<String, Tick> seen = new HashMap<>(m.slotsSeen());
          seen.put(slot, ago(ago));
          return m.change().slotsSeen(seen).done();
        });
  }

  private static void plans(Given given, List<String> wanted, List<String> unwanted) {
    Situation o = given.situation();
    assertThat(Slots.plan(o, o.server().running().orElseThrow()))
        .isEqualTo(new SlotPlan(wanted, unwanted));
  }

  @Test
  void eachOtherMemberHasASlot() {
    plans(
        withSlots(Map.of()).withMember("b").withMember("Node-C"),
        List.of("b", "node_c"),
        List.of());
  }

  @Test
  void membersTaggedNostreamHaveNone() {
    plans(
        withSlots(Map.of()).withMember("b", b -> withTag(b, "nostream", true)),
        List.of(),
        List.of());
  }

  @Test
  void aMemberThatReplicatesFromARunningOneHasItsSlotThere() {
    Given given =
        withSlots(Map.of()).withMember("b").withMember("c", c -> withTag(c, "replicatefrom", "b"));
    plans(given, List.of("b"), List.of());
    plans(given.without("b"), List.of("c"), List.of());
  }

  @Test
  void theIdleSlotOfAMemberThatReplicatesFromAnotherIsDroppedAsItHoldsWalBack() {
    Given given =
        seen(withSlots(Map.of("b", slot(true), "c", slot(false))), "c", Duration.ZERO)
            .withMember("b")
            .withMember("c", c -> withTag(c, "replicatefrom", "b"));
    plans(given, List.of("b"), List.of("c"));
  }

  @Test
  void theSlotOfAnAbsentMemberIsKeptForItsTtl() {
    Given given = withSlots(Map.of("gone", slot(false)));
    plans(seen(given, "gone", Duration.ofMinutes(30)), List.of(), List.of());
    plans(seen(given, "gone", Duration.ofMinutes(31)), List.of(), List.of("gone"));
  }

  @Test
  void aSlotInUseIsNotDropped() {
    Given given = withSlots(Map.of("gone", slot(true)));
    plans(seen(given, "gone", Duration.ofMinutes(31)), List.of(), List.of());
  }

  @Test
  void slotsOfNobodyThisClusterKnowsAreLeftAlone() {
    plans(withSlots(Map.of("backup", slot(false))), List.of(), List.of());
  }

  @Test
  void withoutUseSlotsNothingIsDone() {
    plans(
        withSlots(Map.of()).withMember("b").config("{\"postgresql\": {\"use_slots\": false}}"),
        List.of(),
        List.of());
  }

  @Test
  void permanentSlotsAreCreated() {
    plans(
        withSlots(Map.of()).config("{\"slots\": {\"archive\": {\"type\": \"physical\"}}}"),
        List.of("archive"),
        List.of());
  }

  @Test
  void aPermanentSlotThatHoldsNothingOnAPrimaryIsMadeAnew() {
    Map<String, ServerState.Slot> idle =
        Map.of("archive", new ServerState.Slot(false, Optional.empty()));
    Given given =
        seen(withSlots(idle), "archive", Duration.ZERO)
            .config("{\"slots\": {\"archive\": {\"type\": \"physical\"}}}");
    plans(given, List.of("archive"), List.of("archive"));
    given.runs(server(true, TIMELINE, HERE, true, Optional.empty(), idle));
    plans(given, List.of("archive"), List.of());
  }

  @Test
  void aPermanentSlotThatIsTakenOutOfTheSettingsIsKeptLikeThatOfAnAbsentMember() {
    Given set = aPrimary().config("{\"slots\": {\"archive\": {\"type\": \"physical\"}}}");
    Given given = withSlots(Map.of("archive", slot(false)));
    given.remembering(
        m -> Learning.afterLookingAt(m, set.situation().cluster(), ago(Duration.ofMinutes(29))));
    plans(given, List.of(), List.of());
    given.remembering(
        m -> Learning.afterLookingAt(m, set.situation().cluster(), ago(Duration.ofMinutes(31))));
    plans(given, List.of(), List.of("archive"));
  }

  @Test
  void aDropThatFailedIsNotTriedAgainAndAgain() {
    Given given = seen(withSlots(Map.of("gone", slot(false))), "gone", Duration.ofMinutes(31));
    given.decide().because(KeepingSlots.class);
    var plan = new SlotPlan(List.of(), List.of("gone"));
    given
        .remembering(m -> m.change().slots(Optional.of(plan)).done())
        .decide()
        .because(HoldingLease.class);
  }

  /** As where max_replication_slots is too low: the changed setting is what would cure it. */
  @Test
  void slotsThatCannotBeMadeHoldBackNoSettings() {
    Given exhausted =
        aPrimary()
            .withMember("b")
            .remembering(
                m ->
                    Learning.after(
                        m,
                        new PostgresTask.UpdateSlots(List.of("b"), List.of()),
                        new TaskResult.Failed("all replication slots are in use", true),
                        NOW));

    exhausted.decide().runsA(PostgresTask.Configure.class);
  }
}
