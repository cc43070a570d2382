package io.hactl.text;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Small text conventions of settings. */
public final class Texts {

  private static final int LONGEST_QUOTE = 60;

  private Texts() {}

  /** The parts of a comma-separated text, without blanks and quotes round them. */
  public static List<String> splitList(String text) {
    return Arrays.stream(text.split(",")).map(Texts::bare).filter(part -> !part.isEmpty()).toList();
  }

  private static String bare(String part) {
    String text = part.strip();
    boolean quoted =
        text.length() >= 2
            && (text.charAt(0) == '\'' || text.charAt(0) == '"')
            && text.charAt(0) == text.charAt(text.length() - 1);
    return quoted ? text.substring(1, text.length() - 1).strip() : text;
  }

  /** The text as a path; empty if no file can have that name. */
  public static Optional<Path> toPath(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The text in quotes on one line, shortened. */
  public static String quote(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return "'"
        + (line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "..." : line)
        + "'";
  }
}
