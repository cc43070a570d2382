package io.hactl.postgres.rewind;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.postgres.data.RewindMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This node's configuration files across rewinds, of which the first is broken off. */
class OwnFilesTest {

  @TempDir Path folder;
  private Path dataDir;
  private RewindMark mark;

  @BeforeEach
  void dataDirectory() throws IOException {
    dataDir = Files.createDirectory(folder.resolve("data"));
    mark = new RewindMark(dataDir);
    Files.writeString(dataDir.resolve("pg_hba.conf"), "own");
  }

  private OwnFiles ofATry() {
    return new OwnFiles(dataDir, mark);
  }

  @Test
  void theLeadersFilesOfATryThatWasBrokenOffAreNotTakenForOwn() throws Exception {
    ofATry().keep();
    mark.set();
    Files.writeString(dataDir.resolve("pg_hba.conf"), "leader's");
    OwnFiles second = ofATry();
    second.keep();
    second.putBack();
    assertThat(dataDir.resolve("pg_hba.conf")).hasContent("own");
  }

  @Test
  void aFileThatTheLeaderDoesNotHaveComesBack() throws Exception {
    OwnFiles own = ofATry();
    own.keep();
    mark.set();
    Files.delete(dataDir.resolve("pg_hba.conf"));
    own.putBack();
    assertThat(dataDir.resolve("pg_hba.conf")).hasContent("own");
    assertThat(dataDir.resolve("pg_ident.conf")).doesNotExist();
  }

  @Test
  void nothingIsKeptAfterTheRewind() throws Exception {
    ofATry().keep();
    mark.set();
    mark.clear();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(dataDir);
    }
  }
}
