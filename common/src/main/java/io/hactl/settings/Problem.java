package io.hactl.settings;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One thing that is wrong with the settings, for an operator to read. Never contains the value of a
 * secret.
 *
 * @param source the file or the environment variable
 * @param line the line in the file, from 1, if known
 * @param path the key with its parents ({@code postgresql.listen}); empty text: the file as a whole
 * @param sentence what is wrong, without a full stop, in lower case
 * @param suggestion what to do about it
 */
public record Problem(
    String source, OptionalInt line, String path, String sentence, Optional<String> suggestion) {

  /**
   * The problem on one line: {@code agent.yml:12: postgresql.listne: unknown key, did you mean
   * 'listen'?}.
   */
  public String text() {
    StringBuilder text = new StringBuilder(source);
    line.ifPresent(number -> text.append(':').append(number));
    text.append(": ");
    if (!path.isEmpty()) {
      text.append(path).append(": ");
    }
    text.append(sentence);
    suggestion.ifPresent(what -> text.append(what.endsWith("?") ? ", " : "; ").append(what));
    return text.toString();
  }
}
