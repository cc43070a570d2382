package io.hactl.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.hactl.core.memory.Memory;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What of the core may be known outside it. */
class CoreUseTest {

  private static final String CORE = "io.hactl.core.";

  /** The most that each module may know; nobody else knows anything of the core. */
  private static final Map<String, Set<String>> USED =
      Map.of(
          "runner",
          Set.of(
              "decision",
              "failsafe",
              "keys",
              "learning",
              "lease",
              "memory",
              "model",
              "reason",
              "role",
              "situation",
              "text"),
          "postgres",
          Set.of("model"),
          "agent",
          Set.of("decision", "lease", "model", "reason", "text"),
          "simulation",
          Set.of(
              "decision",
              "learning",
              "lease",
              "memory",
              "model",
              "reason",
              "replication",
              "role",
              "situation"));

  @Test
  void eachModuleKnowsOfTheCoreWhatIsListed() {
    Map<String, String> modules = Compiled.modules();
    Map<String, Set<String>> used = new TreeMap<>();
    Compiled.packages()
        .forEach(
            (from, targets) ->
                targets.stream()
                    .filter(to -> to.startsWith(CORE) && !from.startsWith(CORE))
                    .filter(to -> !modules.get(from).equals("core"))
                    .forEach(
                        to ->
                            used.computeIfAbsent(modules.get(from), m -> new TreeSet<>())
                                .add(to.substring(CORE.length()))));
    assertThat(used)
        .as(
            "what is known of the core outside it; what nobody needs any more is taken off the"
                + " list")
        .isEqualTo(USED);
  }

  @Test
  void theMemoryIsChangedByItsRulesAndItsOwnerAlone() {
    JavaClass memory = Compiled.CLASSES.get(Memory.class);
    DescribedPredicate<JavaCall<?>> changing =
        DescribedPredicate.describe(
            "change the memory",
            call ->
                (call.getTargetOwner().equals(memory)
                        && call.getTarget().getName().matches("with.+|after.*|change"))
                    || call.getTargetOwner().getName().equals(memory.getName() + "Builder"));
    ArchRuleDefinition.noClasses()
        .that(
            DescribedPredicate.not(
                resideInAnyPackage(
                    "io.hactl.core.memory",
                    "io.hactl.core.learning",
                    "io.hactl.simulation.mutants")))
        .and()
        .haveNameNotMatching("io\\.hactl\\.runner\\.(.*\\.)?AgentMemory")
        .should()
        .callCodeUnitWhere(changing)
        .because("each change is named by what happened, and made by its owner")
        .check(Compiled.CLASSES);
  }
}
