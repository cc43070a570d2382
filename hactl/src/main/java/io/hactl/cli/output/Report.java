package io.hactl.cli.output;

import io.hactl.cli.output.TextTable.Cell;
import io.hactl.cli.terminal.Style;
import io.hactl.cli.terminal.Style.Tone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Columns and rows, before it is decided how they are written. A value is a {@code String}, a
 * number, or a map (tags).
 */
final class Report {

  private final List<String> columns;
  private final List<List<Object>> rows;

  Report(List<String> columns, List<List<Object>> rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /** The colour of a value, from its column and the value as text. */
  interface Colouring {
    Tone toneOf(String column, String value);
  }

  /**
   * One object a row.
   *
   * @param omitEmpty leave fields out that have no value
   */
  List<Map<String, Object>> objects(boolean omitEmpty) {
    List<Map<String, Object>> result = new ArrayList<>();
    for (List<Object> row : rows) {
      Map<String, Object> object = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        if (!omitEmpty || !row.get(i).equals("")) {
          object.put(columns.get(i), row.get(i));
        }
      }
      result.add(object);
    }
    return result;
  }

  /** A line of names, then a line a row. */
  String tsv() {
    List<String> lines = new ArrayList<>();
    lines.add(String.join("\t", columns));
    for (List<Object> row : rows) {
      lines.add(row.stream().map(value -> text(value, true)).collect(Collectors.joining("\t")));
    }
    return String.join("\n", lines);
  }

  /**
   * A drawn table.
   *
   * @param flow write maps on one line
   */
  String table(String title, boolean flow, Style style, Colouring colouring) {
    List<TextTable.Column> heads =
        columns.stream().map(name -> new TextTable.Column(heading(name), isRight(name))).toList();
    List<List<Cell>> cells = new ArrayList<>();
    for (List<Object> row : rows) {
      List<Cell> line = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        String value = text(row.get(i), flow);
        line.add(new Cell(value, colouring.toneOf(columns.get(i), value)));
      }
      cells.add(line);
    }
    return new TextTable(heads, cells, title, style).render();
  }

  /** A lag stands beside what it is the lag of, so the table need not say it again. */
  private static String heading(String column) {
    return column.endsWith(" Lag") ? "Lag" : column;
  }

  private static boolean isRight(String column) {
    return column.equals("TL") || column.endsWith("LSN") || column.endsWith("Lag");
  }

  private static String text(Object value, boolean flow) {
    if (value instanceof Map<?, ?> map) {
      return flow ? YamlText.flow(map) : YamlText.block(map).strip();
    }
    return String.valueOf(value);
  }
}
