package io.hactl.postgres.program;

import io.hactl.postgres.base.TaskFailure;
import java.util.ArrayList;
import java.util.List;

/** Splits a command from the settings into words as a POSIX shell does, and does nothing else. */
public final class CommandWords {

  private CommandWords() {}

  /**
   * @param name the setting that has the command, for the message
   * @throws TaskFailure if it is empty or a quote is not closed
   */
  public static List<String> split(String name, String command) throws TaskFailure {
    List<String> words = new ArrayList<>();
    StringBuilder word = null;
    char quote = 0;
    for (int i = 0; i < command.length(); i++) {
      char c = command.charAt(i);
      if (quote == 0 && Character.isWhitespace(c)) {
        if (word != null) {
          words.add(word.toString());
          word = null;
        }
        continue;
      }
      word = word == null ? new StringBuilder() : word;
      if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      } else if (c == '\\' && quote != '\'' && i + 1 < command.length()) {
        char next = command.charAt(++i);
        word.append(quote == '"' && "\\\"$`".indexOf(next) < 0 ? "\\" : "").append(next);
      } else {
        word.append(c);
      }
    }
    if (quote != 0) {
      throw TaskFailure.lasting(name + " (" + command + ") has a quote that is not closed");
    }
    if (word != null) {
      words.add(word.toString());
    }
    if (words.isEmpty()) {
      throw TaskFailure.lasting(name + " is empty: set it to a command or remove it");
    }
    return words;
  }
}
