package io.hactl.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks whether the files that settings name can be used. */
public final class FileCheck {

  private FileCheck() {}

  /** A file that has to be readable; missing or unreadable is reported and the path returned. */
  public static Optional<Path> readable(Section section, String key) {
    Optional<Path> file = section.path(key, Path.of(""));
    file.ifPresent(
        found -> {
          if (!Files.exists(found)) {
            section.error(key, Texts.quote(found.toString()) + " does not exist", "name a file");
          } else if (!Files.isRegularFile(found) || !Files.isReadable(found)) {
            section.error(
                key,
                Texts.quote(found.toString()) + " cannot be read",
                "name a file that this user may read");
          }
        });
    return file;
  }

  /** A folder that has to exist; missing is reported and the path returned. */
  public static Optional<Path> folder(Section section, String key) {
    Optional<Path> folder = section.path(key, Path.of(""));
    folder
        .filter(found -> !Files.isDirectory(found))
        .ifPresent(
            found ->
                section.error(
                    key, Texts.quote(found.toString()) + " is not a folder", "name a folder"));
    return folder;
  }
}
