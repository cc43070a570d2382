package io.hactl.postgres.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.Divergence;
import io.hactl.dcs.cluster.Lsn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PostgreSQL says of a data directory. */
class DataTextsTest {

  @Test
  void aStandbysControlFileTellsTheFartherEnd() {
    ControlData control =
        ControlData.parse(
            List.of(
                "Database system identifier:           7300000000000000001",
                "Database cluster state:               shut down in recovery",
                "Latest checkpoint location:           0/3000028",
                "Latest checkpoint's TimeLineID:       1",
                "Minimum recovery ending location:     0/3000148",
                "Min recovery ending loc's timeline:   2"));
    assertThat(control.isComplete()).isTrue();
    assertThat(control.state()).isEqualTo(ControlState.SHUT_DOWN_IN_RECOVERY);
    assertThat(control.toInitialized(15, true).endLsn()).isEqualTo(Lsn.parse("0/3000148"));
    assertThat(control.toInitialized(15, true).timeline()).isEqualTo(2);
    assertThat(ControlData.parse(List.of("pg_controldata: error: no")).isComplete()).isFalse();
  }

  @Test
  void aTimelineHistoryFileTellsWhereTimelinesEnded() {
    assertThat(
            TimelineFile.parse(
                "1\t0/3000148\tno recovery target specified\n\n# note\n2\t1/A0\tbefore x\nbad\n"))
        .containsExactly(
            new Divergence.Switch(1, Lsn.parse("0/3000148")),
            new Divergence.Switch(2, Lsn.parse("1/A0")));
  }

  @Test
  void aTimelineHistoryFileMayNameARestorePointInAnyEncoding(@TempDir Path dataDir)
      throws IOException {
    Path wal = Files.createDirectory(dataDir.resolve("pg_wal"));
    Files.write(
        wal.resolve("00000002.history"),
        "1\t0/3000148\tat restore point \"f\u00fcnf\"\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(TimelineFile.read(dataDir, 2))
        .containsExactly(new Divergence.Switch(1, Lsn.parse("0/3000148")));
    assertThat(TimelineFile.history(dataDir, 2).entries())
        .singleElement()
        .satisfies(entry -> assertThat(entry.reason()).startsWith("at restore point"));
  }
}
