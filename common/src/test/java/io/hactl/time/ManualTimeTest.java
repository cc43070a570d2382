package io.hactl.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualTimeTest {

  private final ManualTime time = new ManualTime();
  private final List<String> ran = new ArrayList<>();

  private Timers.Timer after(long seconds, String name) {
    return time.after(
        Duration.ofSeconds(seconds),
        () -> ran.add(name + "@" + time.now().since(new Tick(0)).toSeconds()));
  }

  @Test
  void tasksRunInTheOrderOfTheirTimesAndThenOfTheirScheduling() {
    after(2, "c");
    after(1, "a");
    after(1, "b");
    after(3, "late");

    time.advance(Duration.ofSeconds(2));

    assertThat(ran).containsExactly("a@1", "b@1", "c@2");
    assertThat(time.wallTime()).hasToString("2026-01-01T00:00:02Z");
  }

  @Test
  void aTaskMayScheduleAnotherOneThatIsDueToo() {
    time.after(Duration.ofSeconds(1), () -> after(1, "next"));

    time.advance(Duration.ofSeconds(5));

    assertThat(ran).containsExactly("next@2");
  }

  @Test
  void aCancelledTaskDoesNotRun() {
    after(1, "a").cancel();

    time.advance(Duration.ofSeconds(5));

    assertThat(ran).isEmpty();
  }

  @Test
  void aTaskThatThrowsEndsOnlyItself() {
    time.after(
        Duration.ZERO,
        () -> {
          throw new IllegalStateException("on purpose");
        });
    after(0, "a");

    time.runDue();

    assertThat(ran).containsExactly("a@0");
  }

  @Test
  void aSuspendedProcessRunsWhatIsOverdueAfterwards() {
    after(2, "b");
    after(1, "a");

    time.suspend(Duration.ofSeconds(10));
    assertThat(ran).isEmpty();
    time.runDue();

    assertThat(ran).containsExactly("a@10", "b@10");
  }
}
