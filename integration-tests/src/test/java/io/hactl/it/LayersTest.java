package io.hactl.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is below does not know what is above, and the tests of one theme know no other's. */
class LayersTest {

  private static final List<String> BELOW = List.of("machine", "cluster", "ledger");
  private static final List<String> TESTS = List.of("formation", "failover", "outage", "disk");

  private final JavaClasses all = new ClassFileImporter().importPackages("io.hactl.it");

  @Test
  void theArrowsGoOneWay() {
    for (int i = 0; i < BELOW.size(); i++) {
      knowsNone(BELOW.get(i), Stream.concat(BELOW.stream().skip(i + 1), TESTS.stream()));
    }
    for (String theme : TESTS) {
      knowsNone(theme, TESTS.stream().filter(other -> !other.equals(theme)));
    }
  }

  private void knowsNone(String name, Stream<String> others) {
    noClasses()
        .that()
        .resideInAPackage("io.hactl.it." + name)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others.map(other -> "io.hactl.it." + other).toArray(String[]::new))
        .check(all);
  }
}
