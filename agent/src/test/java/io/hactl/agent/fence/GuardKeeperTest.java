package io.hactl.agent.fence;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.os.BootTimeSource;
import io.hactl.os.ProcessId;
import io.hactl.os.Signal;
import io.hactl.time.Tick;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes wrong with the guard, there is one again when it no longer does. */
@Tag("real-postgres")
class GuardKeeperTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Path PROGRAM =
      Path.of(System.getProperty("hactl.home", ".."), "target/dist/hactl-guard").toAbsolutePath();

  @TempDir Path folder;
  private final BootTimeSource time = new BootTimeSource();
  private Path states;
  private SharedState state;
  private GuardKeeper keeper;

  @BeforeEach
  void aStateInAFolderOfItsOwn() throws IOException {
    states = Files.createDirectory(folder.resolve("states"));
    state = SharedState.open(states.resolve("state"));
    Path data = Files.createDirectory(folder.resolve("data"));
    keeper = new GuardKeeper(PROGRAM, data, state, time);
  }

  @AfterEach
  void nothingIsLeft() {
    keeper.close();
    keeper.guard().ifPresent(Signal.KILL::sendTo);
  }

  private void await(String what, BooleanSupplier condition) {
    Tick limit = time.now().plus(SOON);
    while (!condition.getAsBoolean()) {
      assertThat(time.now().isBefore(limit)).as(what).isTrue();
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void awaitGuard() {
    await("there is a guard", () -> keeper.guard().isPresent());
    assertThat(keeper.problem()).isEmpty();
  }

  @Test
  void aStateThatCannotBeSharedIsSaidAndTriedAgain() throws Exception {
    Files.delete(states.resolve("state"));
    Files.delete(states);
    AtomicInteger tries = new AtomicInteger();
    keeper.onChange(tries::incrementAndGet);
    keeper.start();
    await("it is tried again", () -> tries.get() >= 3);
    assertThat(keeper.problem())
        .contains("the guard cannot be looked after", "NoSuchFileException", states.toString());
    Files.createDirectory(states);
    awaitGuard();
  }

  @Test
  void theDeadlineOutlivesAStateThatCannotBeShared() throws Exception {
    state.begin();
    long deadline = time.now().plus(Duration.ofMinutes(1)).nanos();
    state.setDeadline(deadline);
    Files.delete(states.resolve("state"));
    Files.delete(states);
    keeper.start();
    assertThat(state.deadline()).isEqualTo(deadline);
    Files.createDirectory(states);
    awaitGuard();
    assertThat(SharedState.open(states.resolve("state")).deadline()).isEqualTo(deadline);
  }

  @Test
  void aListenerThatFailsEndsNothing() {
    keeper.onChange(
        () -> {
          throw new IllegalStateException("not now");
        });
    keeper.start();
    awaitGuard();
    Optional<ProcessId> first = keeper.guard();
    Signal.KILL.sendTo(first.orElseThrow());
    await(
        "another takes its place",
        () -> keeper.guard().isPresent() && !keeper.guard().equals(first));
  }
}
