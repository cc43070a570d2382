package io.hactl.architecture;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Draws the floors: which module knows which, and inside a module which package. */
class PackageGraphTest {

  private static final Path DOCUMENT = Path.of("../docs/architecture.md");
  private static final String BEGIN = "<!-- drawn by PackageGraphTest: begin -->\n";
  private static final String END = "<!-- drawn by PackageGraphTest: end -->\n";

  /**
   * Modules with rooms worth a picture, and the package that all of a module's names begin with.
   */
  private static final Map<String, String> DRAWN = new LinkedHashMap<>();

  static {
    DRAWN.put("core", "core");
    DRAWN.put("dcs", "dcs");
    DRAWN.put("rest-api", "rest");
    DRAWN.put("runner", "runner");
    DRAWN.put("postgres", "postgres");
    DRAWN.put("agent", "agent");
    DRAWN.put("hactl", "cli");
    DRAWN.put("simulation", "simulation");
  }

  private static final Graph PACKAGES = new Graph(Compiled.packages());
  private static final Map<String, String> MODULES = Compiled.modules();

  @Test
  void noModuleKnowsOneThatKnowsIt() {
    assertThat(modules().cycle()).isEmpty();
  }

  @Test
  void noPackageKnowsOneThatKnowsIt() {
    assertThat(PACKAGES.cycle()).isEmpty();
    DRAWN.forEach((module, root) -> assertThat(packages(module, root).cycle()).isEmpty());
  }

  @Test
  void theDocumentShowsThem() throws IOException {
    String text = Files.readString(DOCUMENT);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    assertThat(begin).as("%s in %s", BEGIN, DOCUMENT).isBetween(BEGIN.length(), end);
    String drawn = text.substring(0, begin) + pictures() + text.substring(end);
    if (Boolean.getBoolean("write.docs")) {
      Files.writeString(DOCUMENT, drawn);
    } else {
      assertThat(text)
          .as(
              "%s; to draw it anew: scripts/maven -o -pl architecture -am test"
                  + " -Dtest=PackageGraphTest -Dsurefire.failIfNoSpecifiedTests=false"
                  + " -Dwrite.docs=true",
              DOCUMENT)
          .isEqualTo(drawn);
    }
  }

  private static String pictures() {
    StringBuilder all = new StringBuilder("**Modules**\n\n").append(modules().reduced().diagram());
    DRAWN.forEach(
        (module, root) ->
            all.append("\n**Packages of `%s`**\n\n".formatted(module))
                .append(packages(module, root).reduced().diagram()));
    return all.toString();
  }

  private static Graph modules() {
    return PACKAGES.renamed(MODULES::get);
  }

  private static Graph packages(String module, String root) {
    Set<String> inside =
        MODULES.keySet().stream()
            .filter(name -> MODULES.get(name).equals(module))
            .collect(toCollection(TreeSet::new));
    assertThat(inside).as("packages of %s", module).isNotEmpty();
    String prefix = "io.hactl." + root + ".";
    return PACKAGES
        .among(inside)
        .renamed(n -> n.startsWith(prefix) ? n.substring(prefix.length()) : n.substring(9));
  }
}
