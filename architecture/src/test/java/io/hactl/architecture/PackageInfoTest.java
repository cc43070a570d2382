package io.hactl.architecture;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each package says in a few lines what enters it, and what does not. */
class PackageInfoTest {

  @Test
  void eachPackageSaysWhatItIs() throws IOException {
    TreeMap<String, Long> lines = new TreeMap<>();
    for (String folder : packages()) {
      String file = folder + "/package-info.java";
      lines.put(folder, Files.exists(Sources.ROOT.resolve(file)) ? textLines(file) : 0);
    }
    assertThat(lines).hasSizeGreaterThan(80);
    lines.values().removeIf(count -> count >= 1 && count <= 5);
    assertThat(lines).as("packages without one to five lines in package-info.java").isEmpty();
  }

  private static Set<String> packages() throws IOException {
    return Sources.java().stream()
        .filter(file -> file.contains("/src/main/java/"))
        .map(file -> file.substring(0, file.lastIndexOf('/')))
        .collect(toCollection(TreeSet::new));
  }

  /** Lines of the comment that say something. */
  private static long textLines(String file) throws IOException {
    return Sources.lines(file).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("*") || line.startsWith("/**"))
        .map(line -> line.replaceAll("[/*]", "").strip())
        .filter(line -> !line.isEmpty())
        .count();
  }
}
