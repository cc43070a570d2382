package io.hactl.core.replication;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.ago;
import static io.hactl.core.given.Cast.in;
import static io.hactl.core.given.Cast.server;
import static io.hactl.core.given.Cast.upstream;
import static io.hactl.core.given.Given.aReplica;
import static io.hactl.core.given.GivenCluster.LEADER_AT;
import static java.time.Duration.ofSeconds;

import io.hactl.core.given.Given;
import io.hactl.core.learning.Learning;
import io.hactl.core.memory.FailsafeMemory.Promise;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.MoveSlots;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.ServerState;
import io.hactl.core.reason.Maintaining.MovingSlots;
import io.hactl.core.reason.Replicating.Following;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Permanent slots on a standby follow those of the leader. */
class PermanentSlotsTest {

  private static final String ARCHIVE = "{\"slots\": {\"archive\": {\"type\": \"physical\"}}}";
  private static final Lsn FAR_BEHIND = behind(64);
  private static final Lsn BEHIND = behind(17);
  private static final Lsn IN_THE_SAME_FILE = new Lsn(BEHIND.bytes() & ~0xFF_FFFFL);

  private static Lsn behind(int megabytes) {
    return new Lsn(HERE.bytes() - ((long) megabytes << 20));
  }

  /** A replica at {@code HERE} with its slot there, and the leader's there. */
  private static Given replica(Optional<Lsn> own, Lsn leaders) {
    return replica(new ServerState.Slot(false, own), leaders);
  }

  private static Given replica(ServerState.Slot archive, Lsn leaders) {
    return aReplica()
        .inStep()
        .config(ARCHIVE)
        .inStep()
        .status(new Status(HERE, Map.of("archive", leaders), List.of()))
        .statusAt(90)
        .runs(
            server(
                true,
                TIMELINE,
                HERE,
                true,
                Optional.of(upstream("b")),
                Map.of("archive", archive, "b", new ServerState.Slot(false, Optional.empty()))));
  }

  private static void moves(Given given, Lsn to) {
    given.decide().because(MovingSlots.class).runs(new MoveSlots(Map.of("archive", to)));
  }

  @Test
  void aSlotThatHoldsBackMoreThanTheLeadersIsMovedOn() {
    moves(replica(Optional.of(FAR_BEHIND), BEHIND), BEHIND);
  }

  @Test
  void aStandbyThatMayHaveLeftTheLeadersHistoryMovesNone() {
    Given apart =
        replica(Optional.of(FAR_BEHIND), BEHIND)
            .runs(
                server(
                    true,
                    TIMELINE - 1,
                    HERE,
                    false,
                    Optional.of(upstream("b")),
                    Map.of(
                        "archive", new ServerState.Slot(false, Optional.of(FAR_BEHIND)),
                        "b", new ServerState.Slot(false, Optional.empty()))))
            .remembering(
                m ->
                    Learning.after(
                        m,
                        new PostgresTask.CompareTimelines(upstream("b")),
                        new TaskResult.Failed("the leader cannot be asked", true),
                        NOW));

    apart.decide().because(Following.class).runsNothing();
  }

  @Test
  void aSlotThatHoldsNothingBackYetBegins() {
    moves(replica(Optional.empty(), BEHIND), BEHIND);
  }

  @Test
  void whatAFormerLeaderHeldForTheMembersMovesOnWithTheLeaders() {
    Given former =
        aReplica()
            .inStep()
            .withMember("c")
            .status(new Status(HERE, Map.of("c", BEHIND), List.of()))
            .statusAt(90)
            .runs(
                server(
                    true,
                    TIMELINE,
                    HERE,
                    true,
                    Optional.of(upstream("b")),
                    Map.of(
                        "c", new ServerState.Slot(false, Optional.of(FAR_BEHIND)),
                        "b", new ServerState.Slot(false, Optional.empty()))));
    former.decide().because(MovingSlots.class).runs(new MoveSlots(Map.of("c", BEHIND)));
  }

  @Test
  void noSlotIsMovedBeyondWhatIsReplayed() {
    moves(replica(Optional.of(FAR_BEHIND), new Lsn(HERE.bytes() + 4096)), HERE);
  }

  @Test
  void whatTheLeaderBeforeSaidIsOfWalThatMayBeLost() {
    replica(Optional.of(FAR_BEHIND), BEHIND)
        .statusAt(1)
        .decide()
        .because(Following.class)
        .runsNothing();
    Promise before = new Promise("c", in(ofSeconds(20)), 1, Map.of("archive", BEHIND));
    replica(Optional.of(FAR_BEHIND), FAR_BEHIND)
        .remembering(m -> m.withFailsafe(m.failsafe().withPromise(before)))
        .decide()
        .because(Following.class)
        .runsNothing();
  }

  @Test
  void withinAFileOfWalItIsNotWorthIt() {
    replica(Optional.of(IN_THE_SAME_FILE), BEHIND).decide().because(Following.class).runsNothing();
  }

  @Test
  void aSlotThatIsInUseIsLeftToItsUser() {
    replica(new ServerState.Slot(true, Optional.of(FAR_BEHIND)), BEHIND)
        .decide()
        .because(Following.class);
  }

  @Test
  void withoutTheDcsTheLeaderSaysItselfWhereItsSlotsAre() {
    Promise promise = new Promise("b", in(ofSeconds(20)), LEADER_AT, Map.of("archive", HERE));
    Given asked =
        replica(Optional.of(FAR_BEHIND), BEHIND)
            .remembering(m -> m.withFailsafe(m.failsafe().withPromise(promise)));
    moves(asked, HERE);
    Promise over = new Promise("b", ago(ofSeconds(1)), LEADER_AT, Map.of("archive", HERE));
    moves(
        replica(Optional.of(FAR_BEHIND), BEHIND)
            .remembering(m -> m.withFailsafe(m.failsafe().withPromise(over))),
        BEHIND);
  }

  @Test
  void theyAreMovedInAPausedClusterToo() {
    moves(replica(Optional.of(FAR_BEHIND), BEHIND).paused().inStep(), BEHIND);
  }
}
