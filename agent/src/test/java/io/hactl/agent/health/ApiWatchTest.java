package io.hactl.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.os.BootTimeSource;
import io.hactl.rest.client.ApiCheck;
import io.hactl.rest.settings.RestSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** An API that does not answer its own agent. */
class ApiWatchTest {

  private static final Duration DEADLINE = Duration.ofMillis(300);

  private final AtomicBoolean answers = new AtomicBoolean(true);
  private final AtomicInteger restarts = new AtomicInteger();

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time: %s", what).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private ApiWatch watching(Runnable restart) {
    ApiWatch watch =
        new ApiWatch(timeout -> answers.get(), restart, new BootTimeSource(), DEADLINE);
    watch.start();
    return watch;
  }

  @Test
  void anApiThatAnswersAgainAfterARestartWasNeverSilent() {
    try (ApiWatch watch =
        watching(
            () -> {
              restarts.incrementAndGet();
              answers.set(true);
            })) {
      answers.set(false);
      await("it is opened anew", () -> restarts.get() == 1);
      assertThat(watch.silentSince()).isEmpty();
    }
  }

  @Test
  void anApiThatARestartDoesNotHelpIsSilentUntilItAnswers() {
    answers.set(false);
    try (ApiWatch watch = watching(restarts::incrementAndGet)) {
      await("it is silent", () -> watch.silentSince().isPresent());
      assertThat(restarts.get()).as("tried first").isPositive();
      answers.set(true);
      await("it is over", () -> watch.silentSince().isEmpty());
    }
  }

  @Test
  void aRestartThatHangsIsSilenceToo() throws Exception {
    answers.set(false);
    CountDownLatch never = new CountDownLatch(1);
    try (ApiWatch watch =
        watching(
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            })) {
      await("it is silent", () -> watch.silentSince().isPresent());
    } finally {
      never.countDown();
    }
  }

  @Test
  void aPortThatTakesConnectionsAndSaysNothingDoesNotAnswer() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket deaf = new ServerSocket(0, 5, loopback)) {
      RestSettings settings = RestSettings.plain("127.0.0.1", deaf.getLocalPort());
      assertThat(ApiCheck.answers(settings, deaf.getLocalPort(), Duration.ofMillis(200))).isFalse();
    }
  }

  @Test
  void aPortThatNobodyListensOnDoesNotAnswer() throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    assertThat(ApiCheck.answers(RestSettings.plain("0.0.0.0", port), port, Duration.ofMillis(200)))
        .isFalse();
  }
}
