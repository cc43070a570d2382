package io.hactl.agent.health;

import io.hactl.core.model.HealthView.Place;
import io.hactl.os.SyncedWrite;
import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the file systems of the data directory and of {@code pg_wal}, on one thread: where that
 * hangs, what it began and did not end is what is known. A directory without a database cluster is
 * left alone, so that nothing gets into the way of whoever fills it.
 */
final class StorageWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StorageWatch.class);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration WRITE_EVERY = Duration.ofSeconds(5);

  private final Path dataDir;
  private final TimeSource time;
  private final ScheduledExecutorService worker;
  private volatile List<Place> places = List.of();
  private Optional<Tick> written = Optional.empty();

  /** What is probed: tests put something else into its place. */
  interface Write {
    /**
     * @return false: there is no space
     */
    boolean into(Path directory) throws IOException;
  }

  private final Write write;

  StorageWatch(Path dataDir, TimeSource time) {
    this(dataDir, time, SyncedWrite::into);
  }

  StorageWatch(Path dataDir, TimeSource time, Write write) {
    this.dataDir = dataDir;
    this.time = time;
    this.write = write;
    this.worker =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("storage-probe").factory());
  }

  void start() {
    worker.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What is known now; never waits. */
  List<Place> places() {
    return places;
  }

  private void look() {
    try {
      lookAtAll();
    } catch (NoSuchFileException e) {
      places = List.of();
    } catch (IOException | RuntimeException e) {
      log.debug("The file systems of {} could not be looked at: {}", dataDir, e.toString());
      places =
          List.of(
              new Place(
                  "data",
                  dataDir.toString(),
                  OptionalLong.empty(),
                  Optional.empty(),
                  Optional.of(String.valueOf(e.getMessage()))));
    }
  }

  private void lookAtAll() throws IOException {
    if (places.isEmpty()) {
      places = List.of(unknown("data", dataDir));
    }
    begin(0);
    if (!Files.exists(dataDir.resolve("PG_VERSION"))) {
      places = List.of();
      return;
    }
    List<Place> found = targets();
    Tick now = time.now();
    boolean writes = written.filter(at -> now.isBefore(at.plus(WRITE_EVERY))).isEmpty();
    found.replaceAll(this::known);
    places = List.copyOf(found);
    for (int i = 0; i < found.size(); i++) {
      begin(i);
      found.set(i, measured(found.get(i), writes));
      places = List.copyOf(found);
    }
    if (writes) {
      written = Optional.of(now);
    }
  }

  /** From now on the place counts as busy, until something else is known of it. */
  private void begin(int index) {
    List<Place> changed = new ArrayList<>(places);
    Place p = changed.get(index);
    changed.set(
        index, new Place(p.name(), p.path(), p.freeBytes(), Optional.of(time.now()), p.failure()));
    places = List.copyOf(changed);
  }

  /** One place for each file system. */
  private List<Place> targets() throws IOException {
    List<Place> targets = new ArrayList<>(List.of(unknown("data", dataDir)));
    Path wal = dataDir.resolve("pg_wal");
    if (Files.isDirectory(wal) && !device(wal).equals(device(dataDir))) {
      targets.add(unknown("pg_wal", wal));
    }
    return targets;
  }

  private static Object device(Path path) throws IOException {
    return Files.getAttribute(path, "unix:dev");
  }

  private static Place unknown(String name, Path path) {
    return new Place(
        name, path.toString(), OptionalLong.empty(), Optional.empty(), Optional.empty());
  }

  private Place known(Place wanted) {
    return places.stream().filter(p -> p.name().equals(wanted.name())).findFirst().orElse(wanted);
  }

  private Place measured(Place place, boolean writes) throws IOException {
    Path path = Path.of(place.path());
    long free = Files.getFileStore(path).getUsableSpace();
    Optional<String> failure = place.failure();
    if (writes) {
      try {
        failure = Optional.empty();
        free = write.into(path) ? free : 0;
      } catch (IOException e) {
        failure = Optional.of(String.valueOf(e.getMessage()));
      }
    }
    return new Place(place.name(), place.path(), OptionalLong.of(free), Optional.empty(), failure);
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
