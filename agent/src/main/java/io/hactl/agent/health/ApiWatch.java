package io.hactl.agent.health;

import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the agent's own REST API as a load balancer does, over its own address and each time over a
 * connection of its own. One that gives no answer for the deadline is opened anew; one that gives
 * none for another deadline after that is silent.
 */
final class ApiWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ApiWatch.class);

  /** How often the API is asked within one deadline. */
  private static final int TRIES = 3;

  private final Predicate<Duration> answers;
  private final Runnable restart;
  private final TimeSource time;
  private final ScheduledExecutorService worker;
  private volatile Duration deadline;
  private volatile Optional<Tick> silentSince = Optional.empty();
  private volatile Optional<Tick> askedSince = Optional.empty();
  private Optional<Tick> unansweredSince = Optional.empty();
  private Optional<Tick> restartedAt = Optional.empty();

  /**
   * @param answers whether there is an answer within this time
   * @param restart closes the socket and opens it again
   */
  ApiWatch(Predicate<Duration> answers, Runnable restart, TimeSource time, Duration deadline) {
    this.answers = answers;
    this.restart = restart;
    this.time = time;
    this.deadline = deadline;
    this.worker =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("api-probe").factory());
  }

  void start() {
    long every = interval().toMillis();
    worker.scheduleWithFixedDelay(this::ask, every, every, TimeUnit.MILLISECONDS);
  }

  void change(Duration changed) {
    deadline = changed;
  }

  /** Since when the API is silent; never waits. A restart that hangs is silence, too. */
  Optional<Tick> silentSince() {
    Optional<Tick> known = silentSince;
    return known.isPresent()
        ? known
        : askedSince.filter(since -> !time.now().isBefore(since.plus(deadline.multipliedBy(2))));
  }

  private Duration interval() {
    return deadline.dividedBy(TRIES);
  }

  private void ask() {
    Tick now = time.now();
    askedSince = Optional.of(now);
    try {
      if (answers.test(interval())) {
        answered();
      } else {
        unanswered(now);
      }
    } catch (RuntimeException e) {
      log.warn("The REST API could not be asked by its own agent: {}", e.toString());
    } finally {
      askedSince = Optional.empty();
    }
  }

  private void answered() {
    unansweredSince = Optional.empty();
    restartedAt = Optional.empty();
    silentSince = Optional.empty();
  }

  private void unanswered(Tick askedAt) {
    Tick since = unansweredSince.orElse(askedAt);
    unansweredSince = Optional.of(since);
    Tick reference = restartedAt.orElse(since);
    Tick now = time.now();
    if (now.isBefore(reference.plus(deadline))) {
      return;
    }
    if (restartedAt.isPresent() && silentSince.isEmpty()) {
      silentSince = Optional.of(now);
    }
    log.warn("The REST API gives its own agent no answer: it is opened anew.");
    restartedAt = Optional.of(now);
    restart.run();
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
