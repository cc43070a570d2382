package io.hactl.agent.config;

import io.hactl.settings.Section;
import java.nio.file.Path;

/** Reads the section {@code guard}. */
final class GuardReader {

  private GuardReader() {}

  static GuardSettings read(Section section) {
    return new GuardSettings(section.bool("mode", true), section.path("program", Path.of("/")));
  }
}
