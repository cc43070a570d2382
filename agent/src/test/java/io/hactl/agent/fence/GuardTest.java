package io.hactl.agent.fence;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.FenceOrder;
import io.hactl.core.lease.LeaseTiming;
import io.hactl.os.BootTimeSource;
import io.hactl.os.ProcFs;
import io.hactl.os.ProcessId;
import io.hactl.os.Signal;
import io.hactl.time.Tick;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The guard program against a real server. */
@Tag("real-postgres")
class GuardTest {

  private static final Duration TTL = Duration.ofSeconds(3);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Path PROGRAM =
      Path.of(System.getProperty("hactl.home", ".."), "target/dist/hactl-guard");

  private final BootTimeSource time = new BootTimeSource();
  private RealServer server;
  private Path stateFile;
  private GuardProcess guard;

  @BeforeEach
  void aServerRuns() throws Exception {
    server = new RealServer(Files.createTempDirectory("hactl-guard-"));
    stateFile = SharedState.fileFor(server.data());
    server.start();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    if (guard != null) {
      guard.close();
      guard.process().ifPresent(Signal.KILL::sendTo);
    }
    Files.deleteIfExists(stateFile);
    server.close();
  }

  private void startGuard() throws IOException {
    guard = GuardProcess.start(PROGRAM, server.data(), time);
    assertThat(guard.view().ready()).as(guard.view().problem()).isTrue();
  }

  private Tick armFor(Duration lease) {
    Tick until = time.now().plus(lease);
    guard.apply(new FenceOrder.Arm(until, TTL, TTL.dividedBy(3)));
    await("the guard confirms", () -> guard.view().ready(), SOON);
    return until;
  }

  private void await(String what, BooleanSupplier condition, Duration within) {
    Tick limit = time.now().plus(within);
    while (!condition.getAsBoolean()) {
      assertThat(time.now().isBefore(limit)).as(what).isTrue();
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** What is false counts only if {@code until} had not come when it was known. */
  private void hold(String what, BooleanSupplier condition, Tick until) {
    while (time.now().isBefore(until)) {
      boolean holds = condition.getAsBoolean();
      assertThat(holds || !time.now().isBefore(until)).as(what).isTrue();
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** By the guard's own clock: it is in time, however late this test comes to look. */
  private SharedState awaitStopBefore(Tick end) throws IOException {
    return awaitStopBefore(end, SharedState.open(stateFile));
  }

  private SharedState awaitStopBefore(Tick end, SharedState state) {
    await("it is gone", server::isGone, SOON);
    await("the guard says so", () -> state.stoppedAt().isPresent(), SOON);
    assertThat(state.stoppedAt().get().isBefore(end)).as("gone before the lease ended").isTrue();
    return state;
  }

  private boolean serverAnswers() {
    try (Connection connection = server.connect()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  @Test
  void nothingIsLeftOfTheServerWhenTheLeaseEnds() throws Exception {
    startGuard();
    Tick until = armFor(Duration.ofSeconds(1));
    Tick guardAt = LeaseTiming.guardAt(until, TTL);
    hold(
        "untouched before the deadline", this::serverAnswers, guardAt.minus(Duration.ofMillis(50)));
    SharedState state = awaitStopBefore(until);
    System.out.printf(
        "  guard: began %d us after its deadline, nothing left after %d us, %d by SIGKILL%n",
        state.firedAt().since(guardAt).toNanos() / 1000,
        state.stoppedAt().get().since(guardAt).toNanos() / 1000,
        state.killed());
  }

  @Test
  void aServerWhoseLeaseIsMovedOnIsLeftAlone() throws Exception {
    startGuard();
    Tick end = time.now().plus(TTL).plus(TTL.dividedBy(2));
    long renewals = 0;
    while (time.now().isBefore(end)) {
      armFor(TTL.multipliedBy(2).dividedBy(3));
      renewals++;
      assertThat(serverAnswers()).isTrue();
      LockSupport.parkNanos(50_000_000);
    }
    SharedState state = SharedState.open(stateFile);
    assertThat(state.fired()).isZero();
    assertThat(state.wakeups())
        .as("once in a lease, not once in a renewal")
        .isLessThan(renewals / 2);
  }

  @Test
  void aDisarmedGuardDoesNothing() throws Exception {
    startGuard();
    Tick until = armFor(Duration.ofMillis(800));
    guard.apply(new FenceOrder.Disarm());
    hold("the server runs", this::serverAnswers, until.plus(Duration.ofMillis(300)));
    awaitStopBefore(armFor(Duration.ofMillis(800)));
  }

  @Test
  void aFrozenServerDiesToo() throws Exception {
    startGuard();
    try (Connection session = server.connect()) {
      session.createStatement().execute("select 1");
      server.processes().forEach(Signal.STOP::sendTo);
      awaitStopBefore(armFor(Duration.ofSeconds(1)));
    }
  }

  @Test
  void aServerThatComesBackAfterTheDeadlineIsKilledAgain() throws Exception {
    startGuard();
    armFor(Duration.ofMillis(700));
    await("it is gone", server::isGone, SOON);
    try {
      server.start();
    } catch (IllegalStateException killedWhileStarting) {
      assertThat(killedWhileStarting).hasMessageContaining("pg_ctl");
    }
    await("it is gone again", server::isGone, SOON);
  }

  @Test
  void anotherGuardTakesTheDeadGuardsPlaceAndItsDeadline() throws Exception {
    startGuard();
    Tick until = armFor(TTL);
    ProcessId first = guard.process().orElseThrow();
    Tick killedAt = time.now();
    Signal.KILL.sendTo(first);
    await(
        "another guard is ready",
        () -> guard.process().filter(p -> !p.equals(first)).isPresent() && guard.view().ready(),
        SOON);
    System.out.printf(
        "  guard killed: another ready after %d ms%n", time.now().since(killedAt).toMillis());
    hold("not before the deadline", this::serverAnswers, LeaseTiming.guardAt(until, TTL));
    awaitStopBefore(until);
  }

  @Test
  void aFrozenGuardIsReplaced() throws Exception {
    startGuard();
    ProcessId first = guard.process().orElseThrow();
    Signal.STOP.sendTo(first);
    await(
        "another guard is ready",
        () -> guard.view().ready() && guard.process().filter(p -> !p.equals(first)).isPresent(),
        SOON);
  }

  @Test
  void aGuardThatLivesIsTakenOverWithItsDeadline() throws Exception {
    startGuard();
    armFor(Duration.ofSeconds(2));
    ProcessId first = guard.process().orElseThrow();
    guard.close();
    GuardProcess successor = GuardProcess.start(PROGRAM, server.data(), time);
    guard = successor;
    assertThat(successor.process()).contains(first);
    Tick later = armFor(TTL);
    hold("the server runs on", this::serverAnswers, LeaseTiming.guardAt(later, TTL));
    awaitStopBefore(later);
  }

  @Test
  void whatAnEarlierAgentAndItsGuardLeftBehindStopsNobody() throws Exception {
    SharedState stale = SharedState.open(stateFile);
    stale.begin();
    stale.setDeadline(time.now().minus(Duration.ofSeconds(5)).nanos());
    startGuard();
    hold("the server runs", this::serverAnswers, time.now().plus(Duration.ofMillis(700)));
    assertThat(SharedState.open(stateFile).deadline()).isZero();
  }

  @Test
  void aReusedProcessNumberIsNotTakenForTheGuardNorForTheAgent() throws Exception {
    startGuard();
    SharedState state = SharedState.open(stateFile);
    ProcessId me = ProcFs.alive(ProcessHandle.current().pid()).orElseThrow();
    ProcessId real = guard.process().orElseThrow();
    guard.close();
    // This process's number, as of another process's start: the agent counts as gone.
    state.setAgent(new ProcessId(me.pid(), me.startTicks() - 1));
    Signal.USR1.sendTo(real);
    await("a guard with nothing to guard and no agent ends", () -> !ProcFs.isAlive(real), SOON);
    assertThat(serverAnswers()).isTrue();
    assertThat(state.guard()).as("a dead guard is none").isEqualTo(Optional.empty());
  }

  @Test
  void theGuardOutlivesItsAgentForAsLongAsThereIsALease() throws Exception {
    startGuard();
    Process agent = new ProcessBuilder("sleep", "60").start();
    ProcessId guardProcess = guard.process().orElseThrow();
    Tick until = armFor(Duration.ofMillis(1500));
    guard.close();
    SharedState state = SharedState.open(stateFile);
    long wakeups = state.wakeups();
    state.setAgent(ProcFs.alive(agent.pid()).orElseThrow());
    Signal.USR1.sendTo(guardProcess);
    await("it knows the agent", () -> state.wakeups() > wakeups, SOON);
    agent.destroyForcibly().waitFor();
    hold("the lease has time left", this::serverAnswers, LeaseTiming.guardAt(until, TTL));
    awaitStopBefore(until, state);
    await("and so is the guard", () -> !ProcFs.isAlive(guardProcess), SOON);
  }

  @Test
  void aMissingProgramIsSaidAndNotReady() throws Exception {
    guard = GuardProcess.start(Path.of("/nowhere/hactl-guard"), server.data(), time);
    assertThat(guard.view().ready()).isFalse();
    assertThat(guard.view().problem()).contains("/nowhere/hactl-guard is no program");
  }
}
