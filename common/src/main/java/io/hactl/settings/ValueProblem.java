package io.hactl.settings;

import java.util.Optional;

/**
 * What is wrong with one value.
 *
 * @param below the entry of a mapping it is about; empty text: the value as a whole
 * @param origin where that entry is written; empty: where the value is
 * @param sentence what is wrong, starting with a verb, without a full stop
 * @param suggestion what to do about it
 */
public record ValueProblem(
    String below, Optional<Origin> origin, String sentence, Optional<String> suggestion) {

  /** About the value as a whole. */
  public static ValueProblem of(String sentence) {
    return new ValueProblem("", Optional.empty(), sentence, Optional.empty());
  }

  /** About the value as a whole, and what to do about it. */
  public static ValueProblem of(String sentence, String suggestion) {
    return new ValueProblem("", Optional.empty(), sentence, Optional.of(suggestion));
  }

  /** The same about an entry of a mapping. */
  ValueProblem in(String entry, Origin where) {
    String path = below.isEmpty() ? entry : entry + "." + below;
    return new ValueProblem(path, Optional.of(origin.orElse(where)), sentence, suggestion);
  }
}
