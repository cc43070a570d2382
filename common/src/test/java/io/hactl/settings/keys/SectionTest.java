package io.hactl.settings.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hactl.settings.Bound;
import io.hactl.settings.Origin;
import io.hactl.settings.Problem;
import io.hactl.settings.Problems;
import io.hactl.settings.SettingsNode;
import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.Severity;
import io.hactl.settings.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a declaration gives: values, problems, and what a wrong key was meant to be. */
final class SectionTest {

  private static final Catalogue KEYS =
      new Catalogue(
          Placeholder.listedName("<method>"),
          Placeholder.anyName("<tag>"),
          Placeholder.of("<role>", "superuser", "rewind"));

  private static final Setting<Integer> PORT =
      KEYS.add(Setting.local("port", ValueType.number(1, 65535), "").otherwise(8008));
  private static final Setting<Duration> WAIT =
      KEYS.add(
          Setting.local("wait", ValueType.time(), "")
              .otherwise(Duration.ofSeconds(10))
              .bound(Bound.atLeast(Duration.ofSeconds(1)))
              .formerly("delay"));
  private static final Setting<Long> SIZE =
      KEYS.add(Setting.local("size", ValueType.size(), "").otherwise(7L));
  private static final Setting<String> NAME =
      KEYS.add(Setting.local("name", ValueType.text(), "").required("name it", "nobody"));
  private static final Setting<Map<String, String>> PARAMETERS =
      KEYS.add(Setting.local("parameters", ValueType.map(ValueType.verbatim()), ""));
  private static final Setting<String> USER =
      KEYS.add(Setting.local("auth.<role>.username", ValueType.text(), "").required("name it", ""));
  private static final Setting<String> COMMAND =
      KEYS.add(Setting.local("<method>.command", ValueType.text(), ""));
  private static final Setting<Boolean> NOSYNC =
      KEYS.add(Setting.local("tags.nosync", ValueType.flag(), ""));

  static {
    KEYS.add(Setting.local("tags.<tag>", ValueType.text(), ""));
    KEYS.unused(Place.LOCAL, "kubernetes");
  }

  private final Problems problems = new Problems();

  private static Mapping tree(String json) {
    try {
      return (Mapping)
          SettingsNode.fromJson(Origin.of("agent.yml"), new ObjectMapper().readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Section root(String json) {
    return Section.root(tree(json), problems);
  }

  private List<String> errors() {
    return problems.errors().stream().map(Problem::text).toList();
  }

  private List<String> warnings() {
    return problems.warnings().stream().map(Problem::text).toList();
  }

  @Test
  void aWrongValueIsToldOnceAndItsDefaultStandsIn() {
    Section root = root("{\"port\": 70000, \"wait\": \"soon\", \"size\": {\"a\": 1}}");
    assertThat(root.value(PORT)).isEqualTo(8008);
    assertThat(root.value(PORT)).isEqualTo(8008);
    assertThat(root.value(WAIT)).hasSeconds(10);
    assertThat(root.value(SIZE)).isEqualTo(7);
    assertThat(errors())
        .containsExactly(
            "agent.yml: port: must be a whole number from 1 to 65535, not '70000'",
            "agent.yml: wait: must be a time of 0 or more, not 'soon'; write seconds, or a number"
                + " with a unit such as 500ms, 10s or 5min",
            "agent.yml: size: must be a size; write bytes, or a number with a unit such as 64kB,"
                + " 16MB or 1GB");
  }

  @Test
  void aValueBeyondItsBoundsIsToldAndRead() {
    Section root = root("{\"wait\": \"10ms\"}");
    assertThat(root.value(WAIT)).hasMillis(10);
    assertThat(errors()).containsExactly("agent.yml: wait: must be at least 1 s");
  }

  @Test
  void whatIsStoredIsHonouredBeyondItsBoundsUntilTheyAreChecked() {
    Section root = Section.lenient(tree("{\"wait\": \"10ms\"}"), problems);
    assertThat(root.value(WAIT)).hasMillis(10);
    assertThat(errors()).isEmpty();
    root.checkBounds(WAIT);
    assertThat(errors()).hasSize(1);
  }

  @Test
  void aFormerNameCountsOnlyWhereThePresentOneIsMissing() {
    assertThat(root("{\"delay\": 5}").value(WAIT)).hasSeconds(5);
    assertThat(root("{\"delay\": 5, \"wait\": 6}").value(WAIT)).hasSeconds(6);
  }

  @Test
  void whatHasToBeThereAndIsNotIsToldWithWhatToWrite() {
    assertThat(root("{\"name\": \" \"}").value(NAME)).isEqualTo("nobody");
    assertThat(errors()).containsExactly("agent.yml: name: is missing; name it");
  }

  @Test
  void whatIsBelowSomethingThatIsNoMappingIsNotMissedAsWell() {
    Section root = root("{\"auth\": {\"superuser\": \"postgres\"}}");
    assertThat(root.naming("<role>", "superuser").value(USER)).isEmpty();
    assertThat(errors())
        .containsExactly("agent.yml: auth.superuser: is not a mapping of keys to values");
  }

  @Test
  void aSettingWithoutADefaultIsAskedForWithFind() {
    assertThat(root("{}").find(PARAMETERS)).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> root("{}").value(PARAMETERS));
  }

  @Test
  void anEntryOfAMappingIsToldByItsOwnName() {
    Section root = root("{\"parameters\": {\"a\": [1], \"b\": \"\", \"c\": null, \"d\": true}}");
    assertThat(root.find(PARAMETERS)).contains(Map.of("b", "", "d", "on"));
    assertThat(errors())
        .containsExactly("agent.yml: parameters.a: must be a text, a number or a boolean");
  }

  @Test
  void anUnknownKeyIsAnErrorWhereItIsEvidentWhichOneWasMeant() {
    Section root =
        root(
            "{\"prot\": 1, \"foreign\": 2, \"kubernetes\": 3, \"delay\": 4,"
                + "\"auth\": {\"superuser\": {\"usrname\": 5}, \"nobody\": 6}}");
    root.reportUnknown(KEYS, Severity.ERROR);
    assertThat(errors())
        .containsExactly(
            "agent.yml: prot: is an unknown key, did you mean 'port'?",
            "agent.yml: auth.superuser.usrname: is an unknown key, did you mean 'username'?");
    assertThat(warnings())
        .containsExactly(
            "agent.yml: foreign: is an unknown key, it is not used",
            "agent.yml: auth.nobody: is an unknown key, it is not used");
  }

  @Test
  void anOwnNameMayStandWhereAnyMayAndASlipOfAKnownOneIsWarnedOf() {
    root("{\"tags\": {\"zone\": 1, \"nosnyc\": true}}").reportUnknown(KEYS, Severity.ERROR);
    assertThat(errors()).isEmpty();
    assertThat(warnings())
        .containsExactly(
            "agent.yml: tags.nosnyc: is not a key with a meaning, did you mean 'nosync'?");
    assertThat(root("{\"tags\": {\"nosync\": 1}}").find(NOSYNC)).contains(true);
  }

  @Test
  void aNameThatAReaderHasAskedForIsKnownWithAllThatIsBelowIt() {
    Section root = root("{\"wal_g\": {\"command\": \"x\", \"threads\": 4}, \"other\": {}}");
    assertThat(root.naming("<method>", "wal_g").find(COMMAND)).contains("x");
    root.allow("other");
    root.reportUnknown(KEYS, Severity.ERROR);
    assertThat(errors()).isEmpty();
    assertThat(warnings()).isEmpty();
  }

  @Test
  void aProblemOfWhatHasButOnePlaceIsASentence() {
    assertThat(Problem.error("ttl", "must be whole seconds").text())
        .isEqualTo("'ttl' must be whole seconds.");
    problems.warning(Origin.NONE, "tll", "is an unknown key", "did you mean 'ttl'?");
    assertThat(warnings()).containsExactly("'tll' is an unknown key, did you mean 'ttl'?");
  }

  @Test
  void whatItTakesIsThatOfTheSettingOrOfItsSection() {
    Catalogue keys = new Catalogue();
    keys.add(Setting.local("a.b", ValueType.text(), "").inForce(InForce.AGENT_RESTART));
    keys.add(Setting.local("c", ValueType.text(), "").inForce(InForce.POSTGRES_RESTART));
    assertThat(keys.inForce("a.b.port")).isEqualTo(InForce.AGENT_RESTART);
    assertThat(keys.inForce("a.other")).isEqualTo(InForce.AGENT_RESTART);
    assertThat(keys.inForce("c")).isEqualTo(InForce.POSTGRES_RESTART);
    assertThat(keys.inForce("d")).isEqualTo(InForce.RELOAD);
  }

  @Test
  void aProblemOfAPartIsToldWhereThePartStands() {
    Section part = root("{\"dcs\": {\"a\": 5}}").at("dcs");
    part.adopt(Problem.error("a", "is too small"));
    part.adopt(Problem.error("a.b", "is no name"));
    assertThat(errors())
        .containsExactly("agent.yml: dcs.a: is too small", "agent.yml: dcs.a.b: is no name");
  }
}
