package io.hactl.architecture;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Draws the floors: which module knows which, and inside a module which package. */
class PackageGraphTest {

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
    Drawing.assertShown(PackageGraphTest.class, pictures());
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
