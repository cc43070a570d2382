package io.hactl.agent.config.keys;

import java.util.LinkedHashMap;
import java.util.Map;

/** Words and what they mean, in the order of the reference. */
final class Choices {

  private Choices() {}

  static <T> Map<String, T> ordered(String one, T first, String two, T second) {
    Map<String, T> choices = new LinkedHashMap<>();
    choices.put(one, first);
    choices.put(two, second);
    return choices;
  }

  static <T> Map<String, T> ordered(
      String one, T first, String two, T second, String three, T third) {
    Map<String, T> choices = ordered(one, first, two, second);
    choices.put(three, third);
    return choices;
  }

  /** Words that mean themselves. */
  static Map<String, String> words(String... words) {
    Map<String, String> choices = new LinkedHashMap<>();
    for (String word : words) {
      choices.put(word, word);
    }
    return choices;
  }
}
