package io.hactl.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.model.HealthView.Place;
import io.hactl.os.BootTimeSource;
import io.hactl.time.Tick;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probe on real file systems. */
class StorageWatchTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final BootTimeSource time = new BootTimeSource();
  @TempDir Path dir;

  private static Path asDataDirectory(Path path) throws IOException {
    Files.createDirectories(path);
    Files.writeString(path.resolve("PG_VERSION"), "15\n");
    Files.createDirectory(path.resolve("pg_wal"));
    return path;
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time: %s", what).isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  private StorageWatch watching(Path dataDir) {
    StorageWatch watch = new StorageWatch(dataDir, time);
    watch.start();
    return watch;
  }

  private static void awaitMeasured(StorageWatch watch) {
    await(
        "it is measured",
        () ->
            !watch.places().isEmpty()
                && watch.places().stream().allMatch(p -> p.freeBytes().isPresent()));
  }

  private static long free(StorageWatch watch) {
    return watch.places().getFirst().freeBytes().orElse(-1);
  }

  @Test
  void anOrdinaryDirectoryIsWellAndNothingIsLeftInIt() throws Exception {
    Path data = asDataDirectory(dir.resolve("data"));
    try (StorageWatch watch = watching(data)) {
      awaitMeasured(watch);
      await("the look ends", () -> watch.places().getFirst().writingSince().isEmpty());
      Place place = watch.places().getFirst();
      assertThat(place.failure()).isEmpty();
      assertThat(place.name()).isEqualTo("data");
      assertThat(place.freeBytes().orElseThrow()).isPositive();
      assertThat(watch.places()).as("pg_wal is on the same file system").hasSize(1);
      try (var entries = Files.list(data)) {
        assertThat(entries).hasSize(2);
      }
    }
  }

  @Test
  void aDirectoryWithoutAClusterIsLeftAlone() throws Exception {
    Path data = Files.createDirectory(dir.resolve("data"));
    List<Path> written = new CopyOnWriteArrayList<>();
    CountDownLatch filled = new CountDownLatch(1);
    try (StorageWatch watch =
        new StorageWatch(
            data,
            time,
            path -> {
              written.add(path);
              filled.countDown();
              return true;
            })) {
      watch.start();
      LockSupport.parkNanos(1_500_000_000L);
      assertThat(written).isEmpty();
      asDataDirectory(data);
      await("it is looked at once it is filled", () -> filled.getCount() == 0);
    }
  }

  @Test
  void aFullFileSystemHasNothingFree() throws Exception {
    try (MountedDisk disk = MountedDisk.tmpfs(dir, "8m");
        StorageWatch watch = watching(asDataDirectory(disk.path().resolve("data")))) {
      awaitMeasured(watch);
      assertThat(free(watch)).isBetween(1L << 20, 8L << 20);
      Path filler = disk.path().resolve("filler");
      try {
        Files.write(filler, new byte[16 << 20]);
      } catch (IOException full) {
        assertThat(full).hasMessageContaining("No space left");
      }
      await("it is full", () -> free(watch) == 0);
      assertThat(watch.places().getFirst().failure()).as("full is not broken").isEmpty();
      Files.delete(filler);
      await("there is room again", () -> free(watch) > 1 << 20);
    }
  }

  @Test
  void pgWalOnItsOwnFileSystemIsLookedAtByItself() throws Exception {
    Path data = dir.resolve("data");
    Files.createDirectory(data);
    Files.writeString(data.resolve("PG_VERSION"), "15\n");
    try (MountedDisk disk = MountedDisk.tmpfs(dir, "4m")) {
      Files.createSymbolicLink(data.resolve("pg_wal"), disk.path());
      try (StorageWatch watch = watching(data)) {
        await("both are measured", () -> watch.places().size() == 2);
        await("with numbers", () -> watch.places().getLast().freeBytes().isPresent());
        assertThat(watch.places().getLast().name()).isEqualTo("pg_wal");
        assertThat(watch.places().getLast().freeBytes().orElseThrow()).isLessThan(5 << 20);
      }
    }
  }

  @Test
  void aFrozenFileSystemLeavesAWriteThatDoesNotEnd() throws Exception {
    try (MountedDisk disk = MountedDisk.ext4(dir);
        StorageWatch watch = watching(asDataDirectory(disk.path().resolve("data")))) {
      awaitMeasured(watch);
      disk.freeze();
      try {
        await("a write hangs", () -> hasHungFor(watch, Duration.ofSeconds(3)));
        Tick since = watch.places().getFirst().writingSince().orElseThrow();
        long probes =
            Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().equals("storage-probe"))
                .count();
        assertThat(probes).as("one thread hangs, and no more").isEqualTo(1);
        assertThat(watch.places().getFirst().writingSince()).contains(since);
      } finally {
        disk.thaw();
      }
      await("it goes on", () -> !hasHungFor(watch, Duration.ofSeconds(2)));
    }
  }

  @Test
  void aReadOnlyFileSystemFails() throws Exception {
    try (MountedDisk disk = MountedDisk.ext4(dir)) {
      Path data = asDataDirectory(disk.path().resolve("data"));
      disk.remountReadOnly();
      try (StorageWatch watch = watching(data)) {
        await("it fails", () -> watch.places().stream().anyMatch(p -> p.failure().isPresent()));
        assertThat(watch.places().getFirst().failure()).contains("it is read-only");
      }
    }
  }

  private boolean hasHungFor(StorageWatch watch, Duration duration) {
    return watch
        .places()
        .getFirst()
        .writingSince()
        .filter(since -> time.now().since(since).compareTo(duration) > 0)
        .isPresent();
  }
}
