package io.hactl.core.role;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.SESSION;
import static io.hactl.core.given.Cast.ago;
import static io.hactl.core.given.Cast.at;
import static io.hactl.core.given.Cast.in;
import static io.hactl.core.given.Cast.millis;
import static io.hactl.core.given.Cast.peer;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Cast.upstream;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.Action;
import io.hactl.core.given.Cast;
import io.hactl.core.given.Given;
import io.hactl.core.given.Outcome;
import io.hactl.core.given.UnhealthyNode;
import io.hactl.core.learning.Learning;
import io.hactl.core.lease.Initialisation;
import io.hactl.core.lease.WriteDeadline;
import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState;
import io.hactl.core.situation.NodeSituation;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.FaultKind;
import io.hactl.dcs.cluster.KeyProblem;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.MemberRole;
import io.hactl.dcs.cluster.MemberState;
import io.hactl.dcs.config.DynamicConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What holds for every decision, whatever is observed. A failure names its seed. */
class DecisionPropertiesTest {

  private static final int CASES = 20_000;

  /** Random of neighbouring seeds begins alike. */
  private static final long SCRAMBLE = 0x9E3779B97F4A7C15L;

  private static final DynamicConfig CONFIG = DynamicConfig.EMPTY;

  private static final List<PostgresTask> TASKS =
      List.of(
          new PostgresTask.Bootstrap(CONFIG),
          new PostgresTask.Clone(upstream("b"), "a", CONFIG),
          new PostgresTask.StartPrimary(CONFIG, seconds(60)),
          new PostgresTask.StartStandby(Optional.empty(), CONFIG, seconds(60)),
          new PostgresTask.Stop(PostgresTask.StopPurpose.SWITCHOVER, true, seconds(60)),
          new PostgresTask.Stop(PostgresTask.StopPurpose.DEMOTE, false, seconds(1)),
          new PostgresTask.Stop(PostgresTask.StopPurpose.YIELD, true, seconds(60)),
          new PostgresTask.KillOrphans(),
          new PostgresTask.Promote(0, seconds(60)),
          new PostgresTask.Follow(Optional.empty(), CONFIG),
          new PostgresTask.Restart(Optional.empty(), CONFIG, seconds(60)),
          new PostgresTask.Configure(Optional.empty(), CONFIG),
          new PostgresTask.UpdateSlots(List.of(), List.of()),
          new PostgresTask.MoveSlots(Map.of()),
          new PostgresTask.RecoverCrash(),
          new PostgresTask.CompareTimelines(upstream("b")),
          new PostgresTask.Rewind(upstream("b"), CONFIG, Optional.empty()),
          new PostgresTask.SetAside("x", Optional.empty()),
          new PostgresTask.Discard(Optional.empty()));

  static void forAll(Consumer<Observation> property) {
    long first = System.nanoTime();
    for (long seed = first; seed < first + CASES; seed++) {
      Observation o = any(new Random(seed * SCRAMBLE)).observe();
      try {
        property.accept(o);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + o, e);
      }
    }
  }

  @SafeVarargs
  private static <T> T oneOf(Random random, T... values) {
    return values[random.nextInt(values.length)];
  }

  private static Lsn lsn(Random random) {
    return new Lsn(HERE.bytes() + random.nextInt(5) - 2);
  }

  private static int timeline(Random random) {
    return 2 + random.nextInt(3);
  }

  private static Given any(Random r) {
    Given given = new Given();
    lead(r, given, oneOf(r, "", "a", "b", "c"));
    for (String name : List.of("a", "b", "c")) {
      if (r.nextInt(4) > 0) {
        given.withMember(name, m -> anyMember(r, m));
      }
    }
    anyDcs(r, given);
    anyServer(r, given);
    anyMemory(r, given);
    if (r.nextInt(4) == 0) {
      given.busyWith(TASKS.get(r.nextInt(TASKS.size())));
    }
    if (r.nextInt(8) == 0) {
      given.ending();
    }
    if (r.nextInt(3) > 0) {
      given.heardAt(
          ago(millis(r.nextInt(3000))),
          peer("b", timeline(r), lsn(r)),
          oneOf(
              r,
              peer("c", timeline(r), lsn(r)),
              Cast.stopped(peer("c", 3, HERE)),
              UnhealthyNode.peer("c", lsn(r), oneOf(r, FaultKind.values()))));
    }
    return given;
  }

  private static void lead(Random r, Given given, String name) {
    if (!name.isEmpty()) {
      given.leads(name, oneOf(r, SESSION, 22L));
    }
  }

  private static Member anyMember(Random r, Member m) {
    var placed = at(m, timeline(r), lsn(r));
    var stated = Cast.inState(placed, oneOf(r, MemberState.values()));
    return oneOf(r, MemberRole.PRIMARY, MemberRole.REPLICA) == MemberRole.PRIMARY
        ? Cast.asPrimary(stated)
        : oneOf(
            r,
            stated,
            Cast.withoutAddress(stated),
            Cast.withTag(stated, "clonefrom", true),
            Cast.withTag(stated, "replicatefrom", oneOf(r, "a", "b", "c", "z")));
  }

  private static void anyDcs(Random r, Given given) {
    given.startedAt(ago(oneOf(r, seconds(1), seconds(3600))));
    given.leaseUntil(oneOf(r, in(seconds(30)), in(seconds(30)), in(seconds(3)), NOW));
    given.initialize(oneOf(r, "7001", "7001", "7001", "7001", "8000", ""), oneOf(r, 0L, SESSION));
    List<Consumer<Given>> faults =
        List.of(
            g -> {},
            Given::noSession,
            Given::disconnected,
            Given::clusterNeverSeen,
            Given::noInitialize,
            Given::noConfigKey,
            Given::paused,
            g -> g.problem(KeyProblem.whole("sync", "it is not JSON")));
    faults.get(r.nextInt(faults.size())).accept(given);
    if (r.nextInt(3) == 0) {
      given.sync(oneOf(r, "a", "b"), r.nextInt(2), oneOf(r, "a", "b"), "c");
    }
    if (r.nextInt(3) == 0) {
      given.failover(
          oneOf(r, "", "a", "b"),
          oneOf(r, "", "a", "b", "c"),
          oneOf(r, Optional.empty(), Optional.of(Given.WALL.plusSeconds(r.nextInt(200) - 100))));
    }
    if (r.nextInt(3) == 0) {
      given.history(Cast.ended(timeline(r), oneOf(r, "promoting", "x")));
    }
    if (r.nextInt(3) == 0) {
      given.config(
          "{\"primary_start_timeout\": 0, \"check_timeline\": true,"
              + "\"postgresql\": {\"use_pg_rewind\": true}}");
    }
    given.status(lsn(r));
    if (r.nextInt(3) == 0) {
      given.isWriting(oneOf(r, Purpose.values()));
    }
  }

  private static void anyServer(Random r, Given given) {
    given.has(
        oneOf(
            r,
            Cast.NO_DATA,
            new DataDirectory.Incomplete(),
            new DataDirectory.HalfRewound(),
            new DataDirectory.Unusable("x"),
            Cast.data(oneOf(r, ControlState.values()), r.nextBoolean()),
            Cast.data(oneOf(r, ControlState.values()), r.nextBoolean())));
    given.runs(
        oneOf(
            r,
            new ServerState.Stopped(r.nextInt(4) == 0),
            new ServerState.Starting(5, ago(oneOf(r, seconds(1), seconds(400)))),
            new ServerState.Unresponsive(5, ago(oneOf(r, seconds(1), seconds(400)))),
            Cast.primary(),
            Cast.standby(
                timeline(r),
                lsn(r),
                r.nextBoolean(),
                oneOf(r, Optional.of("b"), Optional.empty()))));
    given.viewedAt(oneOf(r, NOW, NOW, ago(millis(500)), ago(Duration.ofHours(2))));
  }

  private static void anyMemory(Random r, Given given) {
    given.remembering(
        m ->
            m.change()
                .unlockedSince(Optional.of(ago(millis(r.nextInt(8000)))))
                .reinitializing(r.nextInt(6) == 0)
                .handedOver(r.nextInt(6) == 0)
                .bootstrapped(oneOf(r, Optional.empty(), Optional.empty(), Optional.of("7001")))
                .promotionPending(r.nextInt(8) == 0)
                .done());
    if (r.nextBoolean()) {
      given.inStep();
    }
    for (int i = r.nextInt(3); i > 0; i--) {
      PostgresTask task = TASKS.get(r.nextInt(TASKS.size()));
      var result =
          oneOf(r, new TaskResult.Failed("x", r.nextBoolean()), new TaskResult.Cancelled());
      given.remembering(m -> Learning.after(m, task, result, ago(millis(r.nextInt(2000)))));
    }
    if (r.nextInt(3) == 0) {
      given.remembering(UnhealthyNode.with(oneOf(r, FaultKind.values())));
    }
  }

  @Test
  void theSameObservationAlwaysGivesTheSameDecision() {
    forAll(o -> assertThat(Decider.decide(o)).isEqualTo(Decider.decide(o)));
  }

  @Test
  void atMostOneTaskRuns() {
    forAll(
        o -> {
          long tasks =
              Decider.decide(o).actions().stream().filter(Action.Run.class::isInstance).count();
          assertThat(tasks).isLessThanOrEqualTo(o.running().isPresent() ? 0 : 1);
        });
  }

  @Test
  void nothingIsWrittenTwiceAtATime() {
    forAll(
        o -> {
          List<Purpose> purposes =
              Decider.decide(o).actions().stream()
                  .filter(Action.Commit.class::isInstance)
                  .map(a -> ((Action.Commit) a).purpose())
                  .toList();
          assertThat(purposes).doesNotHaveDuplicates().noneMatch(o::isWriting);
        });
  }

  /** The exceptions are those where the lease is about to be this node's, or never was needed. */
  @Test
  void aServerThatTakesWritesWithoutTheLeaseIsBeingStopped() {
    forAll(
        o -> {
          boolean late = o.holdsLease() && !o.now().isBefore(WriteDeadline.demoteAt(o));
          if (!node(o).server().isPrimary()
              || o.running().isPresent()
              || o.isViewStale()
              || (o.holdsLease() && !late)
              || (o.seenCluster().isPresent() && o.isPaused())
              || mayGetTheLease(o)
              || (Initialisation.isClaimedHere(o) && o.now().isBefore(WriteDeadline.demoteAt(o)))
              || isAnotherClusters(o)) {
            return;
          }
          Outcome outcome = new Outcome(Decider.decide(o));
          assertThat(outcome.runsA(PostgresTask.Stop.class).fastTimeout())
              .isLessThanOrEqualTo(seconds(2));
        });
  }

  static NodeSituation node(Observation o) {
    return NodeSituation.of(o).orElseThrow();
  }

  private static boolean mayGetTheLease(Observation o) {
    boolean foundAtStart =
        o.now().isBefore(o.startedAt().plus(o.config().retryTimeout())) && !o.anotherLeads();
    boolean taking =
        o.seenCluster().isPresent()
            && o.connected()
            && o.lease().isAlive(o.now())
            && !o.anotherLeads();
    return !o.holdsLease() && (foundAtStart || taking);
  }

  private static boolean isAnotherClusters(Observation o) {
    return o.seenCluster().isPresent()
        && node(o).data() instanceof DataDirectory.Initialized d
        && o.seenCluster()
            .orElseThrow()
            .systemIdentifier()
            .filter(id -> !id.equals(d.systemIdentifier()))
            .isPresent();
  }

  @Test
  void nothingBecomesAPrimaryWithoutTimeLeftOnTheLease() {
    forAll(
        o ->
            new Outcome(Decider.decide(o))
                .task()
                .filter(
                    t ->
                        t instanceof PostgresTask.Promote || t instanceof PostgresTask.StartPrimary)
                .ifPresent(
                    t -> {
                      assertThat(o.holdsLease()).isTrue();
                      assertThat(o.now().isBefore(WriteDeadline.demoteAt(o))).isTrue();
                    }));
  }

  @Test
  void theLeaderKeyIsTakenOnlyWhereItIsFreeOrOnesOwnAndOnTheLivingSession() {
    forAll(
        o ->
            new Outcome(Decider.decide(o))
                .commit(Purpose.LEADER)
                .ifPresent(
                    tx ->
                        tx.changes().stream()
                            .filter(c -> c.key().equals(Keys.LEADER))
                            .filter(Transaction.Put.class::isInstance)
                            .forEach(
                                put -> {
                                  assertThat(put)
                                      .isEqualTo(new Transaction.Put(Keys.LEADER, "a", SESSION));
                                  assertThat(o.lease().isAlive(o.now()) && o.connected()).isTrue();
                                  assertThat(o.anotherLeads()).isFalse();
                                  long seen =
                                      o.seenCluster()
                                          .orElseThrow()
                                          .leader()
                                          .map(l -> l.modRevision())
                                          .orElse(0L);
                                  assertThat(tx.conditions())
                                      .containsAnyOf(
                                          new Transaction.Condition(Keys.LEADER, seen),
                                          new Transaction.Condition(Keys.LEADER, 0));
                                })));
  }

  @Test
  void theLeaseIsNeverGivenBackWhileTheServerTakesWrites() {
    forAll(
        o ->
            new Outcome(Decider.decide(o))
                .commit(Purpose.LEADER)
                .filter(tx -> tx.changes().contains(new Transaction.Delete(Keys.LEADER)))
                .ifPresent(tx -> assertThat(node(o).mayTakeWrites() && !o.isPaused()).isFalse()));
  }

  @Test
  void dataIsRemovedOnlyWhereAnOperatorAskedOrACopyWasInterrupted() {
    forAll(
        o ->
            new Outcome(Decider.decide(o))
                .task()
                .filter(PostgresTask.Discard.class::isInstance)
                .ifPresent(
                    t ->
                        assertThat(
                                o.memory().reinitializing()
                                    || node(o).data() instanceof DataDirectory.Incomplete)
                            .isTrue()));
  }
}
