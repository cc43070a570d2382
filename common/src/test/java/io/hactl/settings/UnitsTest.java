package io.hactl.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UnitsTest {

  @Test
  void aTimeIsSecondsOrHasAUnit() {
    assertThat(Units.parseDuration("10")).contains(Duration.ofSeconds(10));
    assertThat(Units.parseDuration("0.5")).contains(Duration.ofMillis(500));
    assertThat(Units.parseDuration("10s")).contains(Duration.ofSeconds(10));
    assertThat(Units.parseDuration("500ms")).contains(Duration.ofMillis(500));
    assertThat(Units.parseDuration("250us")).contains(Duration.ofNanos(250_000));
    assertThat(Units.parseDuration(" 5 min ")).contains(Duration.ofMinutes(5));
    assertThat(Units.parseDuration("2h")).contains(Duration.ofHours(2));
    assertThat(Units.parseDuration("1d")).contains(Duration.ofDays(1));
    assertThat(Units.parseDuration("-1")).contains(Duration.ofSeconds(-1));
  }

  @Test
  void whatIsNoTimeIsNotTakenForOne() {
    for (String text : new String[] {"", "s", "ten", "5 minutes", "1 2", "1e3", "99999999999d"}) {
      assertThat(Units.parseDuration(text)).as(text).isEmpty();
    }
  }

  @Test
  void aSizeIsBytesOrHasAUnit() {
    assertThat(Units.parseBytes("1048576")).contains(1L << 20);
    assertThat(Units.parseBytes("64kB")).contains(64L << 10);
    assertThat(Units.parseBytes("16MB")).contains(16L << 20);
    assertThat(Units.parseBytes("1.5gb")).contains(3L << 29);
    assertThat(Units.parseBytes("2 TB")).contains(2L << 40);
    assertThat(Units.parseBytes("1 PB")).isEmpty();
    assertThat(Units.parseBytes("9999999TB")).isEmpty();
  }

  @Test
  void trueAndFalseHaveManyNames() {
    for (String text : new String[] {"on", "true", "yes", "1", "ON", "True", " Yes "}) {
      assertThat(Units.parseBoolean(text)).as(text).contains(true);
    }
    for (String text : new String[] {"off", "false", "no", "0", "Off", "FALSE"}) {
      assertThat(Units.parseBoolean(text)).as(text).contains(false);
    }
    assertThat(Units.parseBoolean("maybe")).isEmpty();
    assertThat(Units.parseBoolean("")).isEmpty();
  }

  @Test
  void twoTypingErrorsInALongWordAreAMisspellingInAShortOneAreAnotherWord() {
    var known = List.of("listen", "name", "connect_address", "dir");
    assertThat(Spelling.closest("listne", known)).contains("listen");
    assertThat(Spelling.closest("lsiten", known)).contains("listen");
    assertThat(Spelling.closest("conect_adress", known)).contains("connect_address");
    assertThat(Spelling.closest("nmae", known)).contains("name");
    assertThat(Spelling.closest("game", known)).contains("name");
    assertThat(Spelling.closest("came1", known)).isEmpty();
    assertThat(Spelling.closest("citus", known)).isEmpty();
    assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
  }

  @Test
  void addressesAreReadWithAndWithoutPort() {
    assertThat(HostPort.parse("db.example.org:5433", 5432))
        .contains(new HostPort("db.example.org", 5433));
    assertThat(HostPort.parse("10.0.0.1", 5432)).contains(new HostPort("10.0.0.1", 5432));
    assertThat(HostPort.parse("[fd00::1]:5433", 5432)).contains(new HostPort("fd00::1", 5433));
    assertThat(HostPort.parse("[::]", 5432)).contains(new HostPort("::", 5432));
    assertThat(HostPort.parse("fd00::1", 5432)).contains(new HostPort("fd00::1", 5432));
    assertThat(HostPort.parse("fd00::1", 5432).orElseThrow()).hasToString("[fd00::1]:5432");
    for (String text : new String[] {"", ":5432", "h:0", "h:65536", "h:x", "u:p@h:1", "a b"}) {
      assertThat(HostPort.parse(text, 5432)).as(text).isEmpty();
    }
  }
}
