package io.hactl.it.machine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Machines whose wall clocks can be set, each on its own, while everything runs: Debian's {@code
 * faketime} between the programs and the C library. The clock of the real machine is not touched.
 */
public final class SetClocks implements Machines {

  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private final Map<String, Path> files = new HashMap<>();
  private final Set<String> names;
  private Optional<Path> library = Optional.empty();

  /**
   * @param names of the machines with a clock of their own; all others go by the real one
   */
  public SetClocks(String... names) {
    this.names = Set.of(names);
  }

  @Override
  public void setUp() throws IOException {
    // A folder for each architecture.
    try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
      library =
          folders
              .map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
              .filter(Files::isReadable)
              .findFirst();
    }
    assumeTrue(
        library.isPresent(),
        "skipped: libfaketime is not installed (scripts/install-prerequisites installs it)");
  }

  /**
   * Only the wall clock differs, as when an administrator sets it: the monotonic clocks stay, and
   * so do time-outs of the C library's own. The guard is left out because the library moves its
   * timer on CLOCK_BOOTTIME, too, which no setting of a clock does; it reads no wall clock.
   */
  @Override
  public Place place(String name, Path folder) throws IOException {
    if (!names.contains(name)) {
      return Place.LOOPBACK;
    }
    files.put(name, folder.resolve("clock"));
    set(name, Duration.ZERO);
    return Place.LOOPBACK.with(
        Map.of(
            "LD_PRELOAD", library.orElseThrow().toString(),
            "FAKETIME_TIMESTAMP_FILE", files.get(name).toString(),
            "FAKETIME_NO_CACHE", "1",
            "DONT_FAKE_MONOTONIC", "1",
            "FAKETIME_FORCE_MONOTONIC_FIX", "0",
            "FAKETIME_SKIP_CMDS", "hactl-guard"));
  }

  /** From now on the machine's wall clock is so much ahead of the real one. */
  public void set(String name, Duration ahead) throws IOException {
    Path file = files.get(name);
    Path next = file.resolveSibling("clock.next");
    Files.writeString(next, "%+d%n".formatted(ahead.toSeconds()));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The library leaves memory behind where one program became another: what no process owns. */
  @Override
  public void close() {
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(SHARED_MEMORY, "{faketime_shm,sem.faketime_sem}_*")) {
      for (Path file : left) {
        String process = file.getFileName().toString().replaceAll(".*_", "");
        if (Files.notExists(Path.of("/proc", process))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("what faketime left in " + SHARED_MEMORY + " stays", e);
    }
  }
}
