package io.hactl.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of docs/architecture.md that one test draws, between two comments with its name. */
final class Drawing {

  private static final Path DOCUMENT = Path.of("../docs/architecture.md");

  private Drawing() {}

  /** Asserts that the document shows it; where it is to be written, draws it anew instead. */
  static void assertShown(Class<?> test, String drawn) throws IOException {
    String begin = "<!-- drawn by %s: begin -->\n".formatted(test.getSimpleName());
    String end = "<!-- drawn by %s: end -->\n".formatted(test.getSimpleName());
    String text = Files.readString(DOCUMENT);
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end);
    assertThat(from).as("%s in %s", begin, DOCUMENT).isBetween(begin.length(), to);
    String anew = text.substring(0, from) + drawn + text.substring(to);
    if (Boolean.getBoolean("write.docs")) {
      Files.writeString(DOCUMENT, anew);
    } else {
      assertThat(text)
          .as(
              "%s; to draw it anew: scripts/maven -o -pl architecture -am test -Dtest=%s"
                  + " -Dsurefire.failIfNoSpecifiedTests=false -Dwrite.docs=true",
              DOCUMENT, test.getSimpleName())
          .isEqualTo(anew);
    }
  }
}
