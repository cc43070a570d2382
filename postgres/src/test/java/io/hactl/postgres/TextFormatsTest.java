package io.hactl.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.Divergence;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The texts that PostgreSQL reads and writes. */
class TextFormatsTest {

  @Test
  void aValueInPostgresqlConfIsQuotedSoThatTheServerReadsTheSame() {
    assertThat(ConfText.quote("it's C:\\wal\nnext")).isEqualTo("'it''s C:\\\\wal\\nnext'");
  }

  @Test
  void aNameThatIsNoParameterIsLeftOut() {
    assertThat(
            ConfText.lines(
                new TreeMap<>(
                    Map.of("auto_explain.log_analyze", "on", "x = 1\ny", "2", "work_mem", "4MB"))))
        .isEqualTo("auto_explain.log_analyze = 'on'\nwork_mem = '4MB'\n");
  }

  @Test
  void aConnectionStringReadsBackAsItWasWritten() {
    Map<String, String> values =
        Map.of("host", "10.0.0.1", "application_name", "it's \\ me", "passfile", "", "x", "a=b");
    assertThat(ConnInfo.parse(ConnInfo.render(values))).isEqualTo(values);
    assertThat(ConnInfo.parse("host = db1  port='5433'"))
        .isEqualTo(Map.of("host", "db1", "port", "5433"));
    assertThat(ConnInfo.parse("")).isEmpty();
    assertThat(ConnInfo.parse("host='unclosed")).containsEntry("host", "unclosed");
  }

  @Test
  void primaryConninfoTellsTheUpstream() {
    assertThat(StatusQuery.upstream("user=u host=db1 port=5433", "node_2"))
        .hasValueSatisfying(
            u -> {
              assertThat(u.endpoint()).isEqualTo(new Member.Endpoint("db1", 5433));
              assertThat(u.slot()).isEqualTo("node_2");
            });
    assertThat(StatusQuery.upstream("", "")).isEmpty();
    assertThat(StatusQuery.upstream("host=db1 port=x", "")).isEmpty();
  }

  @Test
  void colonsAndBackslashesInPasswordsAreEscaped() {
    assertThat(PgPass.line(new Member.Endpoint("fe80::1", 5432), "u", "a:b\\c"))
        .isEqualTo("fe80\\:\\:1:5432:*:u:a\\:b\\\\c\n");
  }

  @Test
  void aCommandIsSplitAsByAShell() throws Exception {
    assertThat(CommandWords.split("x", " /bin/do  'two words' a\\ b \"c \\\"d\\\" \\n\" '' "))
        .containsExactly("/bin/do", "two words", "a b", "c \"d\" \\n", "");
    assertThatThrownBy(() -> CommandWords.split("pre_promote", "do 'it"))
        .hasMessageContaining("pre_promote")
        .hasMessageContaining("quote");
    assertThatThrownBy(() -> CommandWords.split("pre_promote", "  ")).hasMessageContaining("empty");
  }

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

  @Test
  void aPidFileThatIsBeingWrittenIsNoPidFileYet() {
    assertThat(PostmasterPidFile.parse(List.of("123", "/data"))).isEmpty();
    assertThat(PostmasterPidFile.parse(List.of("x", "/data", "1", "2"))).isEmpty();
    assertThat(
            PostmasterPidFile.parse(
                List.of("123", "/data", "1700000000", "5432", "/tmp", "*", "1 2", "ready   ")))
        .hasValueSatisfying(
            f -> {
              assertThat(f.isReady()).isTrue();
              assertThat(f.socketDirectory()).isEqualTo("/tmp");
            });
  }
}
