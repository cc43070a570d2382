package io.hactl.architecture;

import static java.util.stream.Collectors.joining;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Who knows whom.
 *
 * @param arrows name to the names it knows; each name is a key
 */
record Graph(Map<String, Set<String>> arrows) {

  /** The same with other names; what gets one name is one, and no arrow leads to itself. */
  Graph renamed(UnaryOperator<String> name) {
    Map<String, Set<String>> all = new TreeMap<>();
    arrows.forEach(
        (from, targets) -> {
          Set<String> known = all.computeIfAbsent(name.apply(from), n -> new TreeSet<>());
          targets.stream().map(name).filter(to -> !to.equals(name.apply(from))).forEach(known::add);
        });
    return new Graph(all);
  }

  Graph among(Set<String> names) {
    Map<String, Set<String>> all = new TreeMap<>();
    for (String name : names) {
      Set<String> known = new TreeSet<>(arrows.get(name));
      known.retainAll(names);
      all.put(name, known);
    }
    return new Graph(all);
  }

  /** A way that comes back to where it began, its first name again as its last; empty: none. */
  List<String> cycle() {
    for (String start : arrows.keySet()) {
      Map<String, String> cameFrom = new TreeMap<>();
      for (String name : reachable(start, cameFrom)) {
        if (name.equals(start)) {
          Deque<String> way = new ArrayDeque<>(List.of(start));
          for (String at = cameFrom.get(start); !at.equals(start); at = cameFrom.get(at)) {
            way.addFirst(at);
          }
          way.addFirst(start);
          return new ArrayList<>(way);
        }
      }
    }
    return List.of();
  }

  /** Without the arrows that lead where a longer way leads, too. */
  Graph reduced() {
    Map<String, Set<String>> all = new TreeMap<>();
    arrows.forEach(
        (from, targets) -> {
          Set<String> kept = new TreeSet<>(targets);
          targets.forEach(to -> kept.removeAll(reachable(to, new TreeMap<>())));
          all.put(from, kept);
        });
    return new Graph(all);
  }

  String diagram() {
    String names = arrows.keySet().stream().map(n -> "  " + line(n)).collect(joining());
    return "```mermaid\nflowchart TD\n" + names + "```\n";
  }

  private String line(String from) {
    String start = "%s[\"%s\"]".formatted(id(from), from);
    return arrows.get(from).isEmpty()
        ? start + "\n"
        : start
            + arrows.get(from).stream().map(Graph::id).collect(joining(" & ", " --> ", ""))
            + "\n";
  }

  private static String id(String name) {
    return name.replaceAll("\\W", "_");
  }

  private Set<String> reachable(String from, Map<String, String> cameFrom) {
    Set<String> reached = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(from));
    while (!next.isEmpty()) {
      String at = next.remove();
      for (String to : arrows.get(at)) {
        if (reached.add(to)) {
          cameFrom.put(to, at);
          next.add(to);
        }
      }
    }
    return reached;
  }
}
