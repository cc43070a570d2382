package io.hactl.agent.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where PostgreSQL's programs are found when nobody says where. */
final class ProgramsTest {

  @TempDir Path dir;
  private Programs programs;

  @BeforeEach
  void install() throws Exception {
    Sandbox sandbox = new Sandbox(dir);
    for (String version : List.of("9", "15", "17")) {
      copyPrograms(sandbox.folder("versions/" + version + "/bin"));
    }
    sandbox.folder("versions/18/bin");
    programs = new Programs(Map.of(), "relative:/nonexistent", List.of(dir.resolve("versions")));
  }

  private void copyPrograms(Path target) throws Exception {
    try (var files = Files.list(dir.resolve("bin"))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  @Test
  void withoutDataTheNewestCompleteVersionIsTaken() {
    assertThat(programs.find(dir.resolve("data"))).contains(dir.resolve("versions/17/bin"));
  }

  @Test
  void dataDecidesWhichVersionIsTaken() throws Exception {
    Files.createDirectory(dir.resolve("data"));
    Files.writeString(dir.resolve("data/PG_VERSION"), "15\n");
    assertThat(programs.find(dir.resolve("data"))).contains(dir.resolve("versions/15/bin"));
    Files.writeString(dir.resolve("data/PG_VERSION"), "16\n");
    assertThat(programs.find(dir.resolve("data"))).isEmpty();
  }

  @Test
  void thePathGoesFirst() {
    Programs onPath =
        new Programs(
            Map.of(), "/nonexistent:" + dir.resolve("bin"), List.of(dir.resolve("versions")));
    assertThat(onPath.find(dir.resolve("data"))).contains(dir.resolve("bin"));
  }

  @Test
  void aProgramMayHaveAnotherName() {
    Programs renamed = new Programs(Map.of("initdb", "initdb-15"), "", List.of());
    assertThat(renamed.missingFrom(dir.resolve("bin"))).contains("initdb-15");
  }
}
