package io.hactl.settings;

import java.util.Optional;

/**
 * One thing that is wrong with settings, for an operator to read. Never contains the value of a
 * secret. Decisions are made by the severity and the key, not by the sentence.
 *
 * @param origin the file or the variable; {@link Origin#NONE} where there is but one place
 * @param key the key with its parents ({@code postgresql.listen}); empty text: all as a whole
 * @param sentence what is wrong with the key, without a full stop, starting with a verb
 * @param suggestion what to do about it
 */
public record Problem(
    Severity severity, Origin origin, String key, String sentence, Optional<String> suggestion) {

  /** An error in what comes from one place only: the dynamic configuration. */
  public static Problem error(String key, String sentence) {
    return new Problem(Severity.ERROR, Origin.NONE, key, sentence, Optional.empty());
  }

  /** Whether it is about the key or something below it. */
  public boolean concerns(String path) {
    return key.equals(path) || key.startsWith(path + ".");
  }

  /**
   * The problem on one line: {@code agent.yml:12: postgresql.listne: is an unknown key, did you
   * mean 'listen'?}; as a sentence where there is no origin: {@code 'ttl' must be at least 2 s.}
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    boolean sentenceOfItsOwn = origin.isNone();
    if (sentenceOfItsOwn) {
      text.append(key.isEmpty() ? "" : "'" + key + "' ");
    } else {
      text.append(origin).append(": ").append(key.isEmpty() ? "" : key + ": ");
    }
    text.append(sentence);
    suggestion.ifPresent(what -> text.append(what.endsWith("?") ? ", " : "; ").append(what));
    if (sentenceOfItsOwn && text.charAt(text.length() - 1) != '?') {
      text.append('.');
    }
    return text.toString();
  }

  /** As {@link #text}, for logs. */
  @Override
  public String toString() {
    return text();
  }
}
