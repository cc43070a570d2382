package io.hactl.architecture;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.architecture.JavaMethods.Method;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What one can keep in mind: how much is in a package, a file and a method. */
class SizesTest {

  private static final int FILES_IN_A_PACKAGE = 20;
  private static final int LINES_IN_A_FILE = 400;
  private static final int LINES_IN_A_METHOD = 40;

  /** Directly above a method that is longer, with why. */
  private static final String REASON = "// Long: ";

  /** Packages and files that are larger, how large they may be, and why. */
  private static final Map<String, Integer> LARGER = new TreeMap<>();

  static {
    // One cluster with everything that a test can do to it: tests read like sentences by it.
    LARGER.put("integration-tests/src/test/java/io/hactl/it/cluster/TestCluster.java", 440);
  }

  @Test
  void aPackageHoldsWhatOneCanKeepInMind() throws IOException {
    Map<String, Long> sizes =
        Sources.java().stream()
            .filter(file -> file.contains("/src/main/java/"))
            .filter(file -> !file.endsWith("/package-info.java"))
            .collect(groupingBy(SizesTest::folder, TreeMap::new, counting()));
    assertThat(sizes).isNotEmpty();
    sizes.values().removeIf(size -> size <= FILES_IN_A_PACKAGE);
    sizes.entrySet().removeIf(e -> e.getValue() <= LARGER.getOrDefault(e.getKey(), 0));
    assertThat(sizes).as("packages of more than %d files", FILES_IN_A_PACKAGE).isEmpty();
  }

  @Test
  void aFileIsReadInOneGo() throws IOException {
    Map<String, Integer> sizes = new TreeMap<>();
    for (String file : Sources.java()) {
      int lines = Sources.lines(file).size();
      if (lines > LARGER.getOrDefault(file, LINES_IN_A_FILE)) {
        sizes.put(file, lines);
      }
    }
    assertThat(sizes).as("files of more than %d lines", LINES_IN_A_FILE).isEmpty();
  }

  @Test
  void aMethodFitsOnAPageOrSaysWhyNot() throws IOException {
    List<String> tooLong = new ArrayList<>();
    List<Method> methods = JavaMethods.of(Sources.java());
    assertThat(methods).hasSizeGreaterThan(1000);
    for (Method method : methods) {
      if (method.length() > LINES_IN_A_METHOD && !hasReason(method)) {
        tooLong.add(
            "%s:%d %s has %d lines"
                .formatted(method.file(), method.firstLine(), method.name(), method.length()));
      }
    }
    assertThat(tooLong)
        .as("methods of more than %d lines without '%s' above", LINES_IN_A_METHOD, REASON)
        .isEmpty();
  }

  @Test
  void whatIsAllowedToBeLargerIsLarger() throws IOException {
    Map<String, Long> packages =
        Sources.java().stream()
            .filter(file -> !file.endsWith("/package-info.java"))
            .collect(groupingBy(SizesTest::folder, counting()));
    for (String name : LARGER.keySet()) {
      long size =
          name.endsWith(".java") ? Sources.lines(name).size() : packages.getOrDefault(name, 0L);
      int limit = name.endsWith(".java") ? LINES_IN_A_FILE : FILES_IN_A_PACKAGE;
      assertThat(size).as("%s needs no exception any more", name).isGreaterThan(limit);
    }
  }

  /** In the lines of comments that end directly above the method. */
  private static boolean hasReason(Method method) throws IOException {
    List<String> lines = Sources.lines(method.file());
    for (int i = method.firstLine() - 2; i >= 0 && isComment(lines.get(i)); i--) {
      if (lines.get(i).strip().startsWith(REASON)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isComment(String line) {
    return line.strip().startsWith("//");
  }

  private static String folder(String file) {
    return file.substring(0, file.lastIndexOf('/'));
  }
}
