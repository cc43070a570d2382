package io.hactl.postgres.files;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * libpq's connection strings, {@code key=value key='quoted value'}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html">Connection Strings</a>
 */
public final class ConnInfo {

  private ConnInfo() {}

  static String render(Map<String, String> values) {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (key, value) -> {
          if (!text.isEmpty()) {
            text.append(' ');
          }
          text.append(key).append('=').append(quote(value));
        });
    return text.toString();
  }

  /** Reads a connection string; what is malformed at its end is left out. */
  public static Map<String, String> parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    int at = 0;
    while (true) {
      int equals = text.indexOf('=', at);
      if (equals < 0) {
        return values;
      }
      String key = text.substring(at, equals).strip();
      int start = equals + 1;
      while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
        start++;
      }
      StringBuilder value = new StringBuilder();
      at = readValue(text, start, value);
      values.put(key, value.toString());
    }
  }

  private static int readValue(String text, int start, StringBuilder value) {
    boolean quoted = start < text.length() && text.charAt(start) == '\'';
    int at = quoted ? start + 1 : start;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        value.append(text.charAt(at + 1));
        at += 2;
        continue;
      }
      if (quoted ? c == '\'' : Character.isWhitespace(c)) {
        return at + 1;
      }
      value.append(c);
      at++;
    }
    return at;
  }

  private static String quote(String value) {
    boolean plain =
        !value.isEmpty()
            && value.chars().noneMatch(c -> c == '\'' || c == '\\' || Character.isWhitespace(c));
    return plain ? value : "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
