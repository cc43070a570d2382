package io.hactl.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Clock;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Which package may know which. The direction between modules is kept by their poms; this is about
 * the packages inside, and about what makes the core a pure function.
 */
class ArchitectureTest {

  private static final String CORE = "io.hactl.core..";
  private static final String PORT = "io.hactl.port..";
  private static final String RUNNER = "io.hactl.runner..";
  private static final String POSTGRES = "io.hactl.postgres..";
  private static final String FENCE = "io.hactl.agent.fence..";
  private static final String OS = "io.hactl.os..";
  private static final String CONFIG = "io.hactl.agent.config..";
  private static final String DCS = "io.hactl.dcs..";
  private static final String ETCD = "io.hactl.dcs.etcd..";
  private static final String REST = "io.hactl.rest..";

  private static final JavaClasses CLASSES = Compiled.CLASSES;

  @Test
  void theCoreKnowsNothingOfTheRestOfTheAgent() {
    forbid(CORE, PORT, RUNNER, POSTGRES, FENCE, OS, CONFIG, ETCD, REST, "io.hactl.agent..");
  }

  @Test
  void thePortsKnowTheCoreAlone() {
    forbid(PORT, RUNNER, POSTGRES, FENCE, CONFIG, ETCD, REST, "io.hactl.agent..");
  }

  @Test
  void theRunnerReachesPostgresThroughItsPort() {
    forbid(RUNNER, POSTGRES, OS, CONFIG, ETCD, "io.hactl.agent..");
  }

  @Test
  void whatIsDoneToPostgresIsDecidedElsewhere() {
    forbid(POSTGRES, RUNNER, FENCE, ETCD, REST, "io.hactl.agent..");
  }

  @Test
  void ofTheSettingsTheServerKnowsTheManagedParametersAlone() {
    noClasses()
        .that()
        .resideInAPackage(POSTGRES)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(CONFIG)
                .and(
                    DescribedPredicate.not(resideInAnyPackage("io.hactl.agent.config.parameters"))))
        .check(nonEmpty(POSTGRES));
  }

  @Test
  void theSystemCallsKnowNothingOfTheAgent() {
    forbid(OS, CORE, PORT, RUNNER, POSTGRES, FENCE, CONFIG, DCS, REST, "io.hactl.agent..");
  }

  @Test
  void theSettingsAreReadWithoutTheAgent() {
    forbid(CONFIG, CORE, PORT, RUNNER, POSTGRES, FENCE, "io.hactl.agent");
  }

  @Test
  void theStoreKnowsNeitherTheApiNorTheAgent() {
    forbid(DCS, REST, "io.hactl.agent..", "io.hactl.cli..");
  }

  @Test
  void theApiKnowsNeitherTheAgentNorEtcd() {
    forbid(REST, "io.hactl.agent..", "io.hactl.cli..", ETCD);
  }

  @Test
  void noTwoPackagesKnowEachOther() {
    SlicesRuleDefinition.slices()
        .matching("io.hactl.(**)")
        .namingSlices("$1")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void theCoreDoesNoInputOrOutput() {
    forbid(
        CORE, "java.io..", "java.nio..", "java.net..", "java.sql..", "javax.net..", "org.slf4j..");
  }

  @Test
  void noDecisionLooksAtASentence() {
    noClasses()
        .that()
        .resideInAPackage(CORE)
        .and()
        // The member's key tells people what an operator has to do.
        .resideOutsideOfPackages("io.hactl.core.text..", "io.hactl.core.keys..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.hactl.core.text.."))
        .because("a reason is asked for its type and data; its sentence is for people")
        .check(nonEmpty("io.hactl.core.text.."));
  }

  @Test
  void theCoreHasNoThreads() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat(
                assignableTo(Thread.class)
                    .or(assignableTo(Executor.class))
                    .or(assignableTo(LockSupport.class))
                    .or(resideInAnyPackage("java.util.concurrent..")))
            .because("the decision is made on the caller's thread and changes nothing shared");
    rule.check(CLASSES);
  }

  @Test
  void theCoreAsksNoClockAndNoChance() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat(
                assignableTo(Clock.class)
                    .or(assignableTo(Random.class))
                    .or(assignableTo(RandomGenerator.class)))
            .orShould()
            .callMethodWhere(isClock())
            .because(
                "the same observation gives the same decision, in a simulation as in the field");
    rule.check(CLASSES);
  }

  /** Methods that answer something else each time they are asked. */
  private static DescribedPredicate<JavaMethodCall> isClock() {
    DescribedPredicate<AccessTarget> time =
        DescribedPredicate.and(
            nameMatching("now"), owner(resideInAnyPackage("java.time..", "io.hactl.time..")));
    DescribedPredicate<AccessTarget> nanos =
        DescribedPredicate.and(
            nameMatching("nanoTime|currentTimeMillis|getenv|getProperty"),
            owner(assignableTo(System.class)));
    DescribedPredicate<AccessTarget> chance =
        DescribedPredicate.and(
            nameMatching("randomUUID|random"),
            owner(assignableTo(UUID.class).or(assignableTo(Math.class))));
    return JavaCall.Predicates.target(DescribedPredicate.or(time, nanos, chance)).forSubtype();
  }

  private static void forbid(String from, String... to) {
    noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat(resideInAnyPackage(to))
        .check(nonEmpty(from));
  }

  private static JavaClasses nonEmpty(String packageName) {
    DescribedPredicate<JavaClass> inside = resideInAnyPackage(packageName);
    if (CLASSES.stream().noneMatch(inside)) {
      throw new AssertionError(
          "no class was found in " + packageName + ": the rule checks nothing");
    }
    return CLASSES;
  }
}
