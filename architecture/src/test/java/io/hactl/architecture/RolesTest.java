package io.hactl.architecture;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import io.hactl.core.decision.Role;
import io.hactl.core.role.Transitions;
import io.hactl.core.role.Transitions.Transition;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The document shows which role may become which. */
class RolesTest {

  /** What comes from outside, into nearly every role: told in a table, beside the diagram. */
  private static final Set<Role> INTERRUPTIONS =
      EnumSet.of(Role.PAUSED, Role.PAUSED_LEADER, Role.REFUSED, Role.STOPPING);

  @Test
  void theDocumentShowsThem() throws IOException {
    Drawing.assertShown(RolesTest.class, diagram() + table());
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
            .filter(RolesTest::isInterruption)
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
