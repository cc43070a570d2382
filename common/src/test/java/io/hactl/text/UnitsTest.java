package io.hactl.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
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
    assertThat(Units.parseBytes("1.5")).as("half a byte").isEmpty();
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
  void aNumberOfJsonMayHaveAnExponentButNotTakeForEver() {
    assertThat(Units.seconds(new BigDecimal("1e1"))).contains(Duration.ofSeconds(10));
    assertThat(Units.seconds(new BigDecimal("1e-999999999"))).contains(Duration.ZERO);
    assertThat(Units.seconds(new BigDecimal("1e999999999"))).isEmpty();
    assertThat(Units.exact(new BigDecimal("1e3"))).contains(1000L);
    assertThat(Units.exact(new BigDecimal("1.5"))).isEmpty();
    assertThat(Units.exact(new BigDecimal("1e999999999"))).isEmpty();
  }

  @Test
  void aTimeIsNeverLongerThanACentury() {
    assertThat(Units.parseDuration("36525d")).contains(Duration.ofDays(36525));
    assertThat(Units.parseDuration("36526d")).isEmpty();
  }

  @Test
  void timesAndSizesAreWrittenWithAUnit() {
    assertThat(Units.text(Duration.ofMillis(500))).isEqualTo("0.5 s");
    assertThat(Units.text(Duration.ofSeconds(300))).isEqualTo("300 s");
    assertThat(Units.text(100L << 20)).isEqualTo("100 MB");
    assertThat(Units.text(1500L)).isEqualTo("1500 B");
  }
}
