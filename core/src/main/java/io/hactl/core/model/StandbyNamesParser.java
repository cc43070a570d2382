package io.hactl.core.model;

import io.hactl.core.model.StandbyNames.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads {@code synchronous_standby_names}: {@code [FIRST] n (a, b)}, {@code ANY n (a, b)}, {@code
 * a, b}, {@code *}. What it cannot read stands for anybody, the cautious reading.
 */
final class StandbyNamesParser {

  private final List<String> tokens = new ArrayList<>();
  private boolean readable = true;
  private int next;

  StandbyNamesParser(String value) {
    int i = 0;
    while (i < value.length()) {
      char c = value.charAt(i);
      if (Character.isWhitespace(c)) {
        i++;
      } else if (c == ',' || c == '(' || c == ')') {
        tokens.add(String.valueOf(c));
        i++;
      } else {
        i = c == '"' ? quoted(value, i + 1) : word(value, i);
      }
    }
  }

  /** A quoted name is kept with a mark, so that it is never taken for anything but a name. */
  private int quoted(String value, int from) {
    StringBuilder name = new StringBuilder("\"");
    int i = from;
    while (i < value.length()) {
      if (value.charAt(i) != '"') {
        name.append(value.charAt(i++));
      } else if (i + 1 < value.length() && value.charAt(i + 1) == '"') {
        name.append('"');
        i += 2;
      } else {
        tokens.add(name.toString());
        return i + 1;
      }
    }
    readable = false;
    return i;
  }

  private int word(String value, int from) {
    int i = from;
    while (i < value.length()
        && !Character.isWhitespace(value.charAt(i))
        && ",()\"".indexOf(value.charAt(i)) < 0) {
      i++;
    }
    tokens.add(value.substring(from, i));
    return i;
  }

  StandbyNames parse() {
    if (tokens.isEmpty() && readable) {
      return StandbyNames.NONE;
    }
    Method method = Method.FIRST;
    int count = 1;
    boolean parenthesised = tokens.contains("(");
    if (parenthesised) {
      String word = token().toUpperCase(Locale.ROOT);
      if (word.equals("ANY") || word.equals("FIRST")) {
        method = Method.valueOf(word);
        word = token();
      }
      readable &= word.matches("\\d{1,6}") && token().equals("(");
      count = readable ? Integer.parseInt(word) : 1;
    }
    List<String> names = names();
    readable &= !parenthesised || token().equals(")");
    readable &= next == tokens.size() && !names.isEmpty() && !names.contains("*");
    return readable ? new StandbyNames(method, count, names, false) : StandbyNames.ANYBODY;
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    do {
      String name = token();
      readable &= !name.isEmpty() && !name.equals(")") && !name.equals(",") && !name.equals("(");
      names.add(name.startsWith("\"") ? name.substring(1) : name);
    } while (next < tokens.size() && tokens.get(next).equals(",") && next++ >= 0);
    return names;
  }

  private String token() {
    return next < tokens.size() ? tokens.get(next++) : "";
  }
}
