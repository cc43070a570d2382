package io.hactl.postgres.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.cluster.Member;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The texts that PostgreSQL and libpq read. */
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
  void colonsAndBackslashesInPasswordsAreEscaped() {
    assertThat(PgPass.line(new Member.Endpoint("fe80::1", 5432), "u", "a:b\\c"))
        .isEqualTo("fe80\\:\\:1:5432:*:u:a\\:b\\\\c\n");
  }
}
