package io.hactl.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as Python writes them and as people do. */
final class IsoTimeTest {

  private static final OffsetDateTime WHOLE =
      OffsetDateTime.of(2026, 11, 21, 8, 19, 11, 0, ZoneOffset.UTC);
  private static final OffsetDateTime FRACTION = WHOLE.withNano(990_766_123);

  @Test
  void aFractionHasSixDigitsOrIsNotThere() {
    assertThat(IsoTime.format(WHOLE)).isEqualTo("2026-11-21T08:19:11+00:00");
    assertThat(IsoTime.format(WHOLE.withNano(999))).isEqualTo("2026-11-21T08:19:11+00:00");
    assertThat(IsoTime.format(FRACTION)).isEqualTo("2026-11-21T08:19:11.990766+00:00");
  }

  @Test
  void forPeopleABlankStandsForTheT() {
    assertThat(IsoTime.forPeople(FRACTION.toInstant()))
        .isEqualTo("2026-11-21 08:19:11.990766+00:00");
    assertThat(IsoTime.forPeople(WHOLE)).isEqualTo("2026-11-21 08:19:11+00:00");
    assertThat(IsoTime.seconds(FRACTION)).isEqualTo("2026-11-21 08:19:11");
    assertThat(IsoTime.message(FRACTION)).isEqualTo("2026-11-21 08:19:11.99076");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-21T08:19:11+00:00",
        "2026-11-21 08:19:11Z",
        "2026-11-21T09:19:11 +0100",
        "2026-11-21t08:19:11.000+00"
      })
  void peopleWriteItInSeveralWays(String text) {
    assertThat(IsoTime.parse(text).isEqual(WHOLE)).isTrue();
  }

  @Test
  void whatHasNoOffsetIsToldApart() {
    assertThat(IsoTime.read("2026-11-21T08:19")).isEqualTo(LocalDateTime.of(2026, 11, 21, 8, 19));
    assertThatIllegalArgumentException().isThrownBy(() -> IsoTime.parse("2026-11-21T08:19"));
    assertThatIllegalArgumentException().isThrownBy(() -> IsoTime.read("tomorrow"));
  }
}
