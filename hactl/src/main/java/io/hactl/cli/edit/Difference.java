package io.hactl.cli.edit;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.hactl.cli.terminal.Style;
import io.hactl.cli.terminal.Style.Tone;
import java.util.List;

/** What changes between two texts, as {@code diff -u} shows it. */
public final class Difference {

  private static final int CONTEXT = 3;

  private Difference() {}

  /** The lines of the difference; none where the texts are the same. */
  public static List<String> unified(String before, String after, Style style) {
    List<String> old = before.strip().lines().toList();
    List<String> changed = after.strip().lines().toList();
    return UnifiedDiffUtils.generateUnifiedDiff("", "", old, DiffUtils.diff(old, changed), CONTEXT)
        .stream()
        .map(line -> style.paint(toneOf(line), line))
        .toList();
  }

  private static Tone toneOf(String line) {
    if (line.startsWith("--- ") || line.startsWith("+++ ")) {
      return Tone.TITLE;
    }
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '+' -> Tone.ADDED;
      case '-' -> Tone.REMOVED;
      case '@' -> Tone.PLACE;
      default -> Tone.NONE;
    };
  }
}
