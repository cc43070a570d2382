package io.hactl.core.role;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.Role;
import io.hactl.core.role.Transitions.Transition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TransitionsTest {

  private static final Path DOCUMENT = Path.of("../docs/architecture.md");
  private static final String BEGIN = "<!-- drawn by TransitionsTest: begin -->\n";
  private static final String END = "<!-- drawn by TransitionsTest: end -->\n";

  /** What comes from outside, into nearly every role: told in a table, beside the diagram. */
  private static final Set<Role> INTERRUPTIONS =
      EnumSet.of(Role.PAUSED, Role.PAUSED_LEADER, Role.REFUSED, Role.STOPPING);

  @Test
  void eachPairIsListedOnce() {
    assertThat(Transitions.all().stream().map(t -> List.of(t.from(), t.to())))
        .doesNotHaveDuplicates();
    assertThat(Transitions.all()).allMatch(t -> t.from() != t.to());
  }

  @Test
  void eachRoleIsReached() {
    assertThat(Transitions.all().stream().map(Transition::to).collect(toSet()))
        .containsExactlyInAnyOrder(Role.values());
  }

  @Test
  void whatMayBecomeEverythingSaysNothing() {
    int roles = Role.values().length;
    assertThat(Transitions.all()).hasSizeLessThan(roles * (roles - 1) * 3 / 5);
  }

  /** The lease is taken as a candidate, or with the cluster's creation, and not out of the blue. */
  @Test
  void whoFollowsOrHasNoDataDoesNotLeadNext() {
    for (Role from : List.of(Role.BEGINNING, Role.COPYING, Role.REJOINING, Role.REPLICA)) {
      for (Role to : List.of(Role.PRIMARY, Role.SWITCHOVER, Role.FAILSAFE_LEADER)) {
        assertThat(Transitions.isListed(from, to)).as("%s to %s", from, to).isFalse();
      }
    }
    assertThat(Transitions.isListed(Role.CANDIDATE, Role.PRIMARY)).isTrue();
  }

  @Test
  void theDocumentShowsThem() throws IOException {
    String text = Files.readString(DOCUMENT);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    assertThat(begin).as("%s in %s", BEGIN, DOCUMENT).isBetween(BEGIN.length(), end);
    String drawn = text.substring(0, begin) + diagram() + table() + text.substring(end);
    if (Boolean.getBoolean("write.docs")) {
      Files.writeString(DOCUMENT, drawn);
    } else {
      assertThat(text)
          .as(
              "%s; to draw it anew: scripts/maven -o -pl core -am test -Dtest=TransitionsTest"
                  + " -Dsurefire.failIfNoSpecifiedTests=false -Dwrite.docs=true",
              DOCUMENT)
          .isEqualTo(drawn);
    }
  }

  private static String diagram() {
    return Transitions.all().stream()
        .filter(t -> !isInterruption(t))
        .map(t -> "  %s --> %s : %s\n".formatted(t.from(), t.to(), t.because()))
        .collect(joining("", "```mermaid\nstateDiagram-v2\n  [*] --> BEGINNING\n", "```\n"));
  }

  /** Rows that differ only in where they come from are one line. */
  private static String table() {
    Map<List<Object>, String> lines =
        Transitions.all().stream()
            .filter(TransitionsTest::isInterruption)
            .collect(
                groupingBy(
                    t -> List.of(t.to(), t.because()),
                    LinkedHashMap::new,
                    mapping(t -> t.from().name(), joining(", "))));
    Stream<String> rows =
        lines.entrySet().stream()
            .map(
                e ->
                    "| %s | %s | %s |\n"
                        .formatted(e.getValue(), e.getKey().getFirst(), e.getKey().getLast()));
    return rows.collect(joining("", "\n| from | to | because |\n|---|---|---|\n", ""));
  }

  private static boolean isInterruption(Transition t) {
    return INTERRUPTIONS.contains(t.from()) || INTERRUPTIONS.contains(t.to());
  }
}
