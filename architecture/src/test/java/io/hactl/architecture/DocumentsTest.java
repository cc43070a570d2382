package io.hactl.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documents name is there: paths, classes and tests. */
class DocumentsTest {

  private static final List<String> CHECKED =
      List.of(
          "docs/architecture.md",
          "docs/glossary.md",
          "docs/safety.md",
          "docs/settings.md",
          "docs/simulation.md",
          "CONTRIBUTING.md",
          "README.md");

  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern PATH = Pattern.compile("[A-Za-z.][\\w.-]*(/([\\w.-]|\\*|…)+)+/?");
  private static final Pattern TYPE = Pattern.compile("[A-Z][a-z]+([A-Z][a-z]*)+");

  /** Keys in the DCS that look like a path. */
  private static final Set<String> NOT_OURS = Set.of("hactl/lost_wal");

  @Test
  void eachPathIsThere() throws IOException {
    List<String> files = Sources.files();
    Set<String> tops = new TreeSet<>();
    files.forEach(file -> tops.add(file.replaceFirst("/.*", "")));
    Set<String> missing = new TreeSet<>();
    int checked = 0;
    for (String document : CHECKED) {
      for (String code : codes(document)) {
        if (PATH.matcher(code).matches() && isOurs(code, tops)) {
          checked++;
          Pattern pattern = pattern(code);
          if (files.stream().noneMatch(file -> pattern.matcher(file).matches())) {
            missing.add(document + ": " + code);
          }
        }
      }
    }
    assertThat(checked).isGreaterThan(50);
    assertThat(missing).as("paths in documents that lead to no file").isEmpty();
  }

  @Test
  void eachClassIsThere() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String file : Sources.java()) {
      names.add(file.substring(file.lastIndexOf('/') + 1).replace(".java", ""));
    }
    Set<String> missing = new TreeSet<>();
    for (String document : CHECKED) {
      for (String code : codes(document)) {
        if (TYPE.matcher(code).matches() && !names.contains(code)) {
          missing.add(document + ": " + code);
        }
      }
    }
    assertThat(missing).as("classes in documents that are no file").isEmpty();
  }

  /** What begins with a folder of ours; with dots in between it can be nothing else. */
  private static boolean isOurs(String code, Set<String> tops) {
    return !NOT_OURS.contains(code)
        && (code.contains("…") || tops.contains(code.replaceFirst("/.*", "")));
  }

  /** {@code module/…/Name}: a file of that name, with any ending, somewhere below the module. */
  private static Pattern pattern(String code) {
    StringBuilder all = new StringBuilder();
    for (String part : code.replaceFirst("/$", "/…").split("/")) {
      if (!all.isEmpty() && !all.toString().endsWith("/)*")) {
        all.append('/');
      }
      all.append(part.equals("…") ? "([^/]+/)*" : Pattern.quote(part).replace("*", "\\E[^/]*\\Q"));
    }
    String end = all.toString().endsWith("/)*") ? ".+" : "(\\.[^/]+|/.+)?";
    return Pattern.compile(all + end);
  }

  private static List<String> codes(String document) throws IOException {
    Matcher code = CODE.matcher(Files.readString(Sources.ROOT.resolve(document)));
    return code.results().map(result -> result.group(1)).toList();
  }
}
