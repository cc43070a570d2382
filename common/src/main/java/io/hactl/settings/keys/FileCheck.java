package io.hactl.settings.keys;

import io.hactl.settings.Bound;
import io.hactl.settings.ValueProblem;
import io.hactl.text.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What files that settings name have to be, so that they can be used. */
public final class FileCheck {

  /** A file that is there and that this user may read. */
  public static final Bound<Path> READABLE =
      new Bound<>("a file that the agent's user may read", FileCheck::readable);

  /** A folder that is there. */
  public static final Bound<Path> FOLDER = new Bound<>("a folder", FileCheck::folder);

  private FileCheck() {}

  private static Optional<ValueProblem> readable(Path file) {
    if (!Files.exists(file)) {
      return Optional.of(ValueProblem.of(quoted(file) + " does not exist", "name a file"));
    }
    return Files.isRegularFile(file) && Files.isReadable(file)
        ? Optional.empty()
        : Optional.of(
            ValueProblem.of(
                quoted(file) + " cannot be read", "name a file that this user may read"));
  }

  private static Optional<ValueProblem> folder(Path folder) {
    return Files.isDirectory(folder)
        ? Optional.empty()
        : Optional.of(ValueProblem.of(quoted(folder) + " is not a folder", "name a folder"));
  }

  private static String quoted(Path file) {
    return Texts.quote(file.toString());
  }
}
