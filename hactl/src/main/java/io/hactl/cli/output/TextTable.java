package io.hactl.cli.output;

import io.hactl.cli.terminal.Style;
import io.hactl.cli.terminal.Style.Tone;
import java.util.Arrays;
import java.util.List;

/** A table drawn with {@code +}, {@code -} and {@code |}, cell for cell as patronictl draws it. */
final class TextTable {

  private final List<Column> columns;
  private final List<List<Cell>> rows;
  private final String title;
  private final Style style;
  private final int[] widths;

  /**
   * @param title written into the top line; empty: none
   */
  TextTable(List<Column> columns, List<List<Cell>> rows, String title, Style style) {
    this.columns = columns;
    this.rows = rows;
    this.title = title;
    this.style = style;
    this.widths = widths();
  }

  /** A column and whether its cells stand at the right. */
  record Column(String name, boolean right) {}

  /** A cell, of several lines perhaps. */
  record Cell(String text, Tone tone) {
    List<String> lines() {
      return Arrays.asList(text.split("\n", -1));
    }
  }

  String render() {
    StringBuilder out = new StringBuilder();
    // Rows of several lines need a border between them to be told apart.
    boolean ruled = rows.stream().flatMap(List::stream).anyMatch(c -> c.text().contains("\n"));
    out.append(titled(border())).append('\n');
    row(out, columns.stream().map(c -> new Cell(c.name(), Tone.TITLE)).toList());
    out.append(border()).append('\n');
    for (int i = 0; i < rows.size(); i++) {
      row(out, rows.get(i));
      if (ruled && i < rows.size() - 1) {
        out.append(border()).append('\n');
      }
    }
    return out.append(border()).toString();
  }

  private int[] widths() {
    int[] result = new int[columns.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = length(columns.get(i).name());
      for (List<Cell> row : rows) {
        for (String line : row.get(i).lines()) {
          result[i] = Math.max(result[i], length(line));
        }
      }
    }
    return result;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private String border() {
    StringBuilder out = new StringBuilder("+");
    for (int width : widths) {
      out.append("-".repeat(width + 2)).append('+');
    }
    return out.toString();
  }

  private String titled(String border) {
    if (title.isEmpty()) {
      return border;
    }
    String fitting = title.substring(0, Math.min(title.length(), Math.max(0, border.length() - 2)));
    return border.charAt(0)
        + style.paint(Tone.TITLE, fitting)
        + border.substring(1 + fitting.length());
  }

  private void row(StringBuilder out, List<Cell> cells) {
    int height = cells.stream().mapToInt(c -> c.lines().size()).max().orElse(1);
    for (int line = 0; line < height; line++) {
      out.append('|');
      for (int i = 0; i < cells.size(); i++) {
        List<String> lines = cells.get(i).lines();
        String text = line < lines.size() ? lines.get(line) : "";
        String space = " ".repeat(widths[i] - length(text));
        String painted = style.paint(cells.get(i).tone(), text);
        out.append(' ')
            .append(columns.get(i).right() ? space + painted : painted + space)
            .append(" |");
      }
      out.append('\n');
    }
  }
}
