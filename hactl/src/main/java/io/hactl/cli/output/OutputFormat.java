package io.hactl.cli.output;

import java.util.Arrays;
import java.util.List;

/** How a result is written. */
public enum OutputFormat {
  PRETTY(List.of("pretty", "table")),
  TSV(List.of("tsv")),
  JSON(List.of("json")),
  YAML(List.of("yaml", "yml"));

  private final List<String> names;

  OutputFormat(List<String> names) {
    this.names = names;
  }

  /** Every name a format can be asked for by, in the order they are listed to the operator. */
  public static List<String> allNames() {
    return Arrays.stream(values()).flatMap(f -> f.names.stream()).toList();
  }

  /**
   * @throws IllegalArgumentException if there is no such format
   */
  public static OutputFormat of(String name) {
    return Arrays.stream(values())
        .filter(format -> format.names.contains(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + name + "' is not one of " + String.join(", ", allNames())));
  }
}
