package io.hactl.postgres.rewind;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.program.Tool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a rewind is called, and what follows from what it says. */
class RewindFailureTest {

  private static final Path DATA = Path.of("/data");
  private static final Path ETC = Path.of("/etc/postgresql");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pg_rewind: error: could not write file \"/data/base/5/2601\": No space left on device",
        "pg_rewind: error: could not fetch remote file \"global/pg_control\": server closed the"
            + " connection unexpectedly",
        "pg_rewind: error: connection to server at \"10.0.0.2\", port 5432 failed: FATAL:  the"
            + " database system is starting up",
        "pg_rewind: error: could not fetch file list: FATAL:  terminating connection due to"
            + " administrator command",
        "pg_rewind: fatal: could not open target file \"/data/pg_wal/000000010000000000000003\":"
            + " Permission denied",
        "pg_rewind: error: full_page_writes must be enabled in the source server",
        "setsid: failed to execute pg_rewind: Cannot allocate memory",
      })
  void whatMayPassIsTriedAgain(String line) {
    assertThat(failure(line).isRetryable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pg_rewind: error: source and target clusters are from different systems",
        "pg_rewind: error: target server needs to use either data checksums or \"wal_log_hints ="
            + " on\"",
        "pg_rewind: error: could not find common ancestor of the source and target cluster's"
            + " timelines",
        "pg_rewind: error: could not find previous WAL record at 0/3000110",
        "pg_rewind: error: requested WAL segment 000000010000000000000003 has already been removed",
        "pg_rewind: error: could not open file \"/data/pg_wal/000000010000000000000003\": No such"
            + " file or directory",
      })
  void whatIsWrongWithTheDataItselfIsFinal(String line) {
    assertThat(failure(line).isRetryable()).isFalse();
    assertThat(failure(line)).hasMessageContaining(line);
  }

  @Test
  void walThatTheArchiveMayYetGiveIsAskedForAgain() {
    assertThat(
            failure(
                    "pg_rewind: error: could not restore file \"000000010000000000000003\" from"
                        + " archive",
                    "pg_rewind: error: could not find previous WAL record at 0/3000110")
                .isRetryable())
        .isTrue();
  }

  @Test
  void walThatCannotBeReadNowIsNotMissing() {
    assertThat(
            failure(
                    "pg_rewind: error: could not open file"
                        + " \"/data/pg_wal/000000010000000000000003\": Too many open files",
                    "pg_rewind: error: could not find previous WAL record at 0/3000110")
                .isRetryable())
        .isTrue();
  }

  @Test
  void walIsTakenFromTheArchiveWhereTheVersionCan() {
    assertThat(new RewindOptions(12, DATA, DATA, true).arguments()).isEmpty();
    assertThat(new RewindOptions(13, DATA, DATA, true).arguments())
        .containsExactly("--restore-target-wal");
    assertThat(new RewindOptions(13, DATA, DATA, false).arguments()).isEmpty();
  }

  @Test
  void aConfigurationOutsideTheDataDirectoryIsNamedWhereTheVersionCan() {
    assertThat(new RewindOptions(15, DATA, ETC, true).arguments())
        .containsExactly("--config-file=/etc/postgresql/postgresql.conf", "--restore-target-wal");
    assertThat(new RewindOptions(15, DATA, ETC, false).arguments())
        .containsExactly("--config-file=/etc/postgresql/postgresql.conf");
    assertThat(new RewindOptions(14, DATA, ETC, true).arguments()).isEmpty();
    assertThat(new RewindOptions(13, DATA, ETC, true).arguments()).isEmpty();
  }

  private static TaskFailure failure(String... lines) {
    return RewindFailure.of(new Tool.Outcome(1, List.of(lines)));
  }
}
