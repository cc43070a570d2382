package io.hactl.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.model.StandbyNames.Method;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code synchronous_standby_names} as PostgreSQL writes and reads it. */
class StandbyNamesTest {

  @Test
  void everyNameIsQuoted() {
    assertThat(StandbyNames.first(2, List.of("b-1", "any")).render())
        .isEqualTo("FIRST 2 (\"any\", \"b-1\")");
    assertThat(StandbyNames.any(1, List.of("o\"k")).render()).isEqualTo("ANY 1 (\"o\"\"k\")");
  }

  @Test
  void nobodyAndAnybodyHaveNotationsOfTheirOwn() {
    assertThat(StandbyNames.NONE.render()).isEmpty();
    assertThat(StandbyNames.ANYBODY.render()).isEqualTo("*");
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    for (StandbyNames names :
        List.of(
            StandbyNames.NONE,
            StandbyNames.ANYBODY,
            StandbyNames.first(1, List.of("a")),
            StandbyNames.any(2, List.of("a, b", "(c)", "o\"k", "2")))) {
      assertThat(StandbyNames.parse(names.render())).isEqualTo(names);
    }
  }

  @Test
  void allOfPostgresNotationsAreRead() {
    assertThat(StandbyNames.parse("a, \"b\""))
        .isEqualTo(new StandbyNames(Method.FIRST, 1, List.of("a", "b"), false));
    assertThat(StandbyNames.parse("2 (a,b , c)"))
        .isEqualTo(new StandbyNames(Method.FIRST, 2, List.of("a", "b", "c"), false));
    assertThat(StandbyNames.parse("any 1 (a)"))
        .isEqualTo(new StandbyNames(Method.ANY, 1, List.of("a"), false));
  }

  @Test
  void whatCannotBeReadMayMeanAnybody() {
    for (String odd : List.of("*", "ANY 1 (*)", "ANY 1 (a", "ANY x (a)", "a,", "\"a", "1 ()")) {
      assertThat(StandbyNames.parse(odd)).as(odd).isEqualTo(StandbyNames.ANYBODY);
    }
  }
}
