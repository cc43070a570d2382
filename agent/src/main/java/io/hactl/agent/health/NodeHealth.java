package io.hactl.agent.health;

import io.hactl.core.model.HealthView;
import io.hactl.core.model.HealthView.Limits;
import io.hactl.core.model.HealthView.Place;
import io.hactl.port.Health;
import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** This node's file systems and its REST API, measured without end and without waiting. */
public final class NodeHealth implements Health, AutoCloseable {

  private static final Duration TELL_EVERY = Duration.ofMillis(500);

  private final TimeSource time;
  private final StorageWatch storage;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService teller;
  private volatile Limits limits;
  private volatile Optional<ApiWatch> api = Optional.empty();
  private List<Object> told = List.of();

  /**
   * @param dataDir the server's data directory
   */
  public NodeHealth(Path dataDir, Limits limits, TimeSource time) {
    this.time = time;
    this.limits = limits;
    this.storage = new StorageWatch(dataDir, time);
    this.teller =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("health").factory());
  }

  /** Begins to measure. */
  public NodeHealth start() {
    storage.start();
    teller.scheduleWithFixedDelay(
        this::tell, TELL_EVERY.toMillis(), TELL_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  /**
   * Begins to ask the REST API.
   *
   * @param answers whether it answers within this time
   * @param restart closes its socket and opens it again
   * @param deadline how long it may be silent before that, and again before that counts as failed
   */
  public void watchApi(Predicate<Duration> answers, Runnable restart, Duration deadline) {
    ApiWatch watch = new ApiWatch(answers, restart, time, deadline);
    api = Optional.of(watch);
    watch.start();
  }

  /** Goes on with changed settings. */
  public void change(Limits changed, Duration apiDeadline) {
    limits = changed;
    api.ifPresent(watch -> watch.change(apiDeadline));
  }

  @Override
  public HealthView view() {
    return new HealthView(limits, storage.places(), api.flatMap(ApiWatch::silentSince));
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  private void tell() {
    HealthView view = view();
    Tick now = time.now();
    List<Object> essence =
        List.of(
            view.places().stream().map(p -> essence(p, view.limits(), now)).toList(),
            view.apiSilentSince().isPresent());
    if (!essence.equals(told)) {
      told = essence;
      listeners.forEach(Runnable::run);
    }
  }

  /** What of a measurement may change what is wrong. */
  private static List<Object> essence(Place place, Limits limits, Tick now) {
    long free = place.freeBytes().orElse(Long.MAX_VALUE);
    return List.of(
        place.name(),
        free < limits.minFreeSpace(),
        free < limits.minFreeSpace() + limits.minFreeSpace() / 2,
        place.writingSince().filter(s -> !now.isBefore(s.plus(limits.ioDeadline()))).isPresent(),
        place.failure().isPresent());
  }

  @Override
  public void close() {
    storage.close();
    api.ifPresent(ApiWatch::close);
    teller.shutdownNow();
  }
}
