package io.hactl.postgres.aside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.postgres.TestNode;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that lies outside the data directory goes where that goes. */
@Tag("real-postgres")
class RealTablespaceTest {

  private static final PostgresTask SET_ASIDE =
      new PostgresTask.SetAside("diverged", Optional.empty());

  @TempDir Path folder;

  private TestNode node;
  private Path tablespace;

  @BeforeEach
  void aStoppedServerWithATablespace() throws Exception {
    node = new TestNode(folder, "node-1");
    node.bootstrap();
    tablespace = Files.createDirectory(folder.resolve("space")).toRealPath();
    node.sql("CREATE TABLESPACE space LOCATION '" + tablespace + "'");
    node.sql("CREATE TABLE kept (id int) TABLESPACE space");
    node.stop(Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Path link(Path dataDir) throws Exception {
    return DataLinks.of(dataDir).getFirst();
  }

  private List<Path> spaces() throws Exception {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(p -> p.getFileName().toString().startsWith("space")).toList();
    }
  }

  private void wasSetAside(TaskResult result) throws Exception {
    Path aside = Path.of(((TaskResult.WasSetAside) result).newName());
    Path moved = link(aside).toRealPath();
    assertThat(moved.getFileName().toString()).startsWith("space.diverged-");
    assertThat(moved).isNotEmptyDirectory();
    assertThat(spaces()).containsExactly(moved);
    assertThat(node.observe().dataDirectory()).isInstanceOf(DataDirectory.Empty.class);
  }

  /** What a task has done before it renames the tablespace; tells to what. */
  private Path begin() throws Exception {
    Path planned = AsideFolders.aside(tablespace, "diverged", Instant.EPOCH);
    Files.createSymbolicLink(DataLinks.next(link(node.dataDir)), planned);
    return planned;
  }

  @Test
  void aTablespaceIsSetAsideWithItsData() throws Exception {
    wasSetAside(node.run(SET_ASIDE));
  }

  @Test
  void aTaskThatWasInterruptedBeforeTheDirectoryWasRenamedIsFinished() throws Exception {
    begin();
    wasSetAside(node.run(SET_ASIDE));
  }

  @Test
  void aTaskThatWasInterruptedAfterTheDirectoryWasRenamedIsFinished() throws Exception {
    Path planned = begin();
    Files.move(tablespace, planned);
    wasSetAside(node.run(SET_ASIDE));
  }

  @Test
  void aTablespaceIsNotRenamedTwice() throws Exception {
    Path link = link(node.dataDir);
    Path renamed = AsideFolders.aside(tablespace, "diverged", Instant.EPOCH);
    Files.move(tablespace, renamed);
    Files.delete(link);
    Files.createSymbolicLink(link, renamed);
    wasSetAside(node.run(SET_ASIDE));
    assertThat(renamed).isDirectory();
  }

  @Test
  void nothingIsSetAsideWhereTheTablespaceWouldNotFitTwice() throws Exception {
    holds(tablespace, free(tablespace) + (1L << 30));
    nothingIsSetAsideForWantOfRoomAt(tablespace);
  }

  @Test
  void whatIsOnOneFileSystemIsCountedTogether() throws Exception {
    holds(tablespace, free(tablespace) / 5 * 3);
    holds(node.dataDir, free(tablespace) / 5 * 3);
    nothingIsSetAsideForWantOfRoomAt(tablespace);
  }

  @Test
  void everyFileSystemIsAskedForRoomOfItsOwn() throws Exception {
    Path memory = Path.of("/dev/shm");
    assumeTrue(Files.isWritable(memory), "no " + memory + " here");
    Path own = Files.createTempDirectory(memory, "hactl");
    try {
      assumeTrue(
          !Files.getAttribute(own, "unix:dev").equals(Files.getAttribute(folder, "unix:dev")),
          memory + " is no file system of its own");
      Path elsewhere = Files.createDirectory(own.resolve("elsewhere"));
      Files.createSymbolicLink(node.dataDir.resolve("pg_tblspc/99999"), elsewhere);
      holds(elsewhere, free(elsewhere) + (1L << 30));
      nothingIsSetAsideForWantOfRoomAt(elsewhere);
    } finally {
      try (Stream<Path> all = Files.walk(own)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @Test
  void aTablespaceWithinTheDataDirectoryIsCountedOnce() throws Exception {
    Path within = Files.createDirectory(node.dataDir.resolve("within"));
    holds(within, free(within) / 5 * 3);
    RoomForCopy.require(List.of(node.dataDir, within));
  }

  private static long free(Path directory) throws Exception {
    return Files.getFileStore(directory).getUsableSpace();
  }

  /** A file of that size, which takes no room. */
  private static void holds(Path directory, long bytes) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(directory.resolve("sparse").toFile(), "rw")) {
      file.setLength(bytes);
    }
  }

  private void nothingIsSetAsideForWantOfRoomAt(Path directory) throws Exception {
    assertThat(node.run(SET_ASIDE))
        .isInstanceOfSatisfying(
            TaskResult.Failed.class,
            f ->
                assertThat(f.message())
                    .contains("would not fit on the file system of ", directory.toString()));
    assertThat(node.dataDir).isNotEmptyDirectory();
    assertThat(directory).isNotEmptyDirectory();
    assertThat(spaces()).containsExactly(tablespace);
  }

  @Test
  void dataThatIsRemovedInPartIsNeverTakenForWhole() throws Exception {
    Path stubborn = node.dataDir.resolve("pg_xact");
    Files.setPosixFilePermissions(stubborn, Set.of());
    try {
      assertThat(node.run(new PostgresTask.Discard(Optional.empty())))
          .isInstanceOf(TaskResult.Failed.class);
      assertThat(node.observe().dataDirectory()).isInstanceOf(DataDirectory.Incomplete.class);
    } finally {
      Files.setPosixFilePermissions(stubborn, PosixFilePermissions.fromString("rwx------"));
    }
    assertThat(node.run(new PostgresTask.Discard(Optional.empty())))
        .isEqualTo(new TaskResult.Succeeded());
    assertThat(node.observe().dataDirectory())
        .isInstanceOfSatisfying(
            DataDirectory.Empty.class,
            empty -> assertThat(empty.formerly()).as("whose data it was").isPresent());
  }

  @Test
  void aTablespaceIsEmptiedWithItsData() {
    assertThat(node.run(new PostgresTask.Discard(Optional.empty())))
        .isEqualTo(new TaskResult.Succeeded());
    assertThat(tablespace).isEmptyDirectory();
    assertThat(node.dataDir).isEmptyDirectory();
  }
}
