package io.hactl.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProcessWatchTest {

  @Test
  void theEndOfAProcessIsNoticedAtOnce() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    ProcessId id = ProcFs.alive(process.pid()).orElseThrow();
    CountDownLatch ended = new CountDownLatch(1);
    ProcessWatch.start(id, ended::countDown);
    assertThat(ended.await(50, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(Signal.KILL.sendTo(id)).isTrue();
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    process.waitFor();
    assertThat(ProcFs.isAlive(id)).isFalse();
  }

  @Test
  void aProcessThatIsNotThereHasEnded() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    ProcessWatch.start(new ProcessId(ProcessHandle.current().pid(), 1), ended::countDown);
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anotherProcessWithTheSameNumberIsNotHit() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      ProcessId real = ProcFs.alive(process.pid()).orElseThrow();
      ProcessId former = new ProcessId(real.pid(), real.startTicks() - 1);
      assertThat(ProcFs.isAlive(former)).isFalse();
      assertThat(Signal.KILL.sendTo(former)).isFalse();
      assertThat(process.waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(ProcFs.parent(real)).contains(ProcessHandle.current().pid());
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aProgramsNameMayHoldParenthesesAndSpaces() {
    ProcFs.Stat stat =
        ProcFs.parse("42 (a) b (c) Z 7 42 42 0 -1 4 1 0 0 0 0 0 0 0 20 0 1 0 98765 0 0");
    assertThat(stat.id()).isEqualTo(new ProcessId(42, 98765));
    assertThat(stat.parent()).isEqualTo(7);
    assertThat(stat.isAlive()).isFalse();
  }

  @Test
  void theBootClockGoesForward() {
    BootTimeSource time = new BootTimeSource();
    Tick before = time.now();
    assertThat(time.now().since(before)).isBetween(Duration.ZERO, Duration.ofSeconds(5));
  }

  @Test
  void timersRunOnceUnlessCancelledAndSurviveAFailure() throws Exception {
    try (ThreadTimers timers = new ThreadTimers("test-timers", new BootTimeSource())) {
      CountDownLatch ran = new CountDownLatch(1);
      CountDownLatch never = new CountDownLatch(1);
      timers.after(Duration.ofMillis(20), never::countDown).cancel();
      timers.after(
          Duration.ZERO,
          () -> {
            throw new IllegalStateException("on purpose");
          });
      timers.after(Duration.ofMillis(50), ran::countDown);
      assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(never.getCount()).isEqualTo(1);
    }
  }

  @Test
  void whatBecameDueWhileTheMachineWasSuspendedRunsSoonAfter() throws Exception {
    AtomicReference<Tick> now = new AtomicReference<>(new Tick(0));
    TimeSource time =
        new TimeSource() {
          @Override
          public Tick now() {
            return now.get();
          }

          @Override
          public Instant wallTime() {
            return Instant.EPOCH;
          }
        };
    try (ThreadTimers timers = new ThreadTimers("test-timers", time)) {
      CountDownLatch ran = new CountDownLatch(1);
      timers.after(Duration.ofHours(1), ran::countDown);
      assertThat(ran.await(1, TimeUnit.SECONDS)).isFalse();
      now.set(now.get().plus(Duration.ofHours(2)));
      assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
