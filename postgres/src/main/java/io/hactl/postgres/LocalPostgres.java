package io.hactl.postgres;

import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresView;
import io.hactl.core.model.ServerState;
import io.hactl.dcs.cluster.TimelineHistory;
import io.hactl.os.ProcessId;
import io.hactl.port.PostgresControl;
import io.hactl.postgres.aside.AsideReader;
import io.hactl.postgres.base.PostgresConfig;
import io.hactl.postgres.data.TimelineFile;
import io.hactl.postgres.server.LocalServer;
import io.hactl.postgres.server.StatusReader;
import io.hactl.postgres.task.TaskRun;
import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL on this node. Adopts a postmaster that runs already; leaves it running when closed.
 *
 * <p>Reading order: {@link PostgresConfig}; {@code StatusReader} for what is observed; the package
 * {@code task}, with a class for each task ({@code BootstrapTask}, {@code StopTask}, …), all of
 * which work with the parts in {@code LocalServer}.
 */
public final class LocalPostgres implements PostgresControl, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LocalPostgres.class);

  /** Beyond its own deadlines an observation hangs in the disk. */
  private static final Duration OBSERVATION = Duration.ofSeconds(6);

  private volatile LocalServer server;
  private volatile StatusReader status;
  private final AsideReader aside;
  private final ExecutorService observer;
  private final AtomicReference<PostgresView> last;
  private final AtomicReference<CompletableFuture<PostgresView>> underWay = new AtomicReference<>();

  /**
   * @param config this node's settings
   * @param time the clocks; deadlines are measured on them
   */
  public LocalPostgres(PostgresConfig config, TimeSource time) {
    server = LocalServer.of(config, time);
    status = new StatusReader(server);
    aside = new AsideReader(server.dataDir());
    observer =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("postgres-status").factory());
    last =
        new AtomicReference<>(
            new PostgresView(time.now(), unread(config), new ServerState.Stopped(false)));
    server.postmaster();
  }

  /** Until something was read, nothing is known: least of all that there is no data. */
  private static DataDirectory unread(PostgresConfig config) {
    return new DataDirectory.Unusable(
        config.places().dataDir() + " could not be read yet: see to this machine's storage");
  }

  @Override
  public CompletionStage<PostgresView> observe() {
    Tick at = server.time().now();
    CompletableFuture<PostgresView> hanging = underWay.get();
    if (hanging != null && !hanging.isDone()) {
      return bounded(hanging, at);
    }
    CompletableFuture<PostgresView> observation =
        CompletableFuture.supplyAsync(() -> look(at), observer);
    underWay.set(observation);
    return bounded(observation, at);
  }

  @Override
  public CompletionStage<TimelineHistory> timelineHistory(int timeline) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return TimelineFile.history(server.dataDir(), timeline);
          } catch (IOException | IllegalArgumentException e) {
            log.warn("The history of timeline {} cannot be read: {}", timeline, e.toString());
            return TimelineHistory.EMPTY;
          }
        },
        observer);
  }

  /**
   * Goes on with changed settings; what they say of the server's own files is written by the next
   * {@code Configure}. The data directory cannot change.
   */
  public void reload(PostgresConfig changed) {
    observer.execute(
        () -> {
          status.close();
          server = server.with(changed);
          status = new StatusReader(server);
        });
  }

  @Override
  public RunningTask start(PostgresTask task) {
    return TaskRun.start(task, server);
  }

  @Override
  public void onPostmasterExit(Runnable listener) {
    server.monitor().onExit(listener);
  }

  /** Ends the observation; the server runs on. */
  @Override
  public void close() {
    if (!observer.isShutdown()) {
      observer.execute(() -> status.close());
      observer.shutdown();
    }
    server.monitor().close();
  }

  private PostgresView look(Tick at) {
    StatusReader.Observed observed = status.observe();
    DataDirectory directory =
        observed.dataDirectory().orElseGet(() -> server.dataDirectory().read());
    PostgresView view = new PostgresView(at, directory, observed.server(), aside.read());
    last.set(view);
    return view;
  }

  /** Never exceptional, and never later than {@link #OBSERVATION}. */
  private CompletionStage<PostgresView> bounded(
      CompletableFuture<PostgresView> observation, Tick at) {
    return observation
        .copy()
        .orTimeout(OBSERVATION.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyAsync(
            problem -> {
              log.warn("PostgreSQL could not be observed: {}", problem.toString());
              PostgresView seen =
                  new PostgresView(
                      at, last.get().dataDirectory(), withoutDisk(at), last.get().aside());
              last.updateAndGet(known -> at.isBefore(known.at()) ? known : seen);
              return seen;
            },
            Thread::startVirtualThread)
        .minimalCompletionStage();
  }

  /** What can be told of the server while nothing can be read from its disk. */
  private ServerState withoutDisk(Tick at) {
    Optional<ProcessId> postmaster = server.monitor().known();
    if (postmaster.isEmpty()) {
      return new ServerState.Stopped(!server.processes().all().isEmpty());
    }
    // One that was last seen stopped was found, or started, since the last look that succeeded.
    return last.get().server() instanceof ServerState.Unresponsive still
        ? still
        : new ServerState.Unresponsive(postmaster.get().pid(), at);
  }
}
