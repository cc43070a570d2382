package io.hactl.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.settings.SettingsNode.Mapping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From YAML and variables to a tree, and from the tree to values. */
final class SettingsTreeTest {

  private final Problems problems = new Problems();

  private Mapping yaml(String text) {
    return YamlReader.mapping("agent.yml", text, problems);
  }

  private List<String> errors() {
    return problems.errors().stream().map(Problem::text).toList();
  }

  private List<String> warnings() {
    return problems.warnings().stream().map(Problem::text).toList();
  }

  @Test
  void yamlBecomesJsonAsPatroniStoresIt() {
    assertThat(
            yaml("""
            on_word: on
            no_word: no
            quoted: 'on'
            number: 1_000
            octal: 0640
            hex: 0x10
            huge: 99999999999999999999
            decimal: 0.5
            nothing: ~
            list: [1, a]
            """)
                .toJson()
                .toString())
        .isEqualTo(
            "{\"on_word\":true,\"no_word\":false,\"quoted\":\"on\",\"number\":1000,\"octal\":416,"
                + "\"hex\":16,\"huge\":\"99999999999999999999\",\"decimal\":0.5,"
                + "\"nothing\":null,\"list\":[1,\"a\"]}");
  }

  @Test
  void mergeKeysAddWhatIsNotThere() {
    assertThat(
            yaml("""
            base: &base {a: 1, b: 2}
            other: &other {c: 3}
            used:
              <<: [*base, *other]
              b: 9
            """)
                .toJson()
                .at("/used")
                .toString())
        .isEqualTo("{\"b\":9,\"a\":1,\"c\":3}");
  }

  @Test
  void aLoopOfAliasesIsRefused() {
    yaml("a: &a [*a]\n");
    assertThat(errors()).hasSize(1).first().asString().endsWith("is nested too deeply");
  }

  @Test
  void aDocumentThatIsNoMappingIsRefused() {
    yaml("- a\n- b\n");
    assertThat(errors())
        .containsExactly("agent.yml: is not a mapping of keys to values; start with 'scope: NAME'");
  }

  @Test
  void anEmptyFileIsAnEmptyTree() {
    assertThat(yaml("# nothing\n").entries()).isEmpty();
    assertThat(errors()).isEmpty();
  }

  @Test
  void noNodePrintsItsText() {
    assertThat(yaml("password: hunter2\n").toString()).doesNotContain("hunter2");
  }

  @Test
  void aKeyIsKnownByBeingAskedFor() {
    Section root = Section.root(yaml("listen: a\nlistne: b\nforeign: c\nopen: {x: 1}\n"), problems);
    root.text("listen");
    root.map("open");
    root.reportUnknown();
    assertThat(errors())
        .containsExactly("agent.yml:2: listne: unknown key, did you mean 'listen'?");
    assertThat(warnings()).containsExactly("agent.yml:3: foreign: unknown key, it is not used");
  }

  @Test
  void aWrongValueIsToldAndItsDefaultStandsIn() {
    Section root = Section.root(yaml("port: 70000\nwait: soon\nsize: {a: 1}\n"), problems);
    assertThat(root.integer("port", 8008, 1, 65535)).isEqualTo(8008);
    assertThat(root.duration("wait", Duration.ZERO)).isZero();
    assertThat(root.bytes("size", 7)).isEqualTo(7);
    assertThat(errors())
        .containsExactly(
            "agent.yml:1: port: '70000' is not a whole number from 1 to 65535; write one such as"
                + " 8008",
            "agent.yml:2: wait: 'soon' is not a time; write seconds, or a number with a unit such"
                + " as 500ms, 10s or 5min",
            "agent.yml:3: size: is not a single value; write one value after 'size:'");
  }

  @Test
  void everyDocumentedVariableReachesItsKey() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name : EnvironmentNames.all()) {
      boolean mapping = EnvironmentNames.find(name).orElseThrow().form() == MAPPING;
      environment.put("PATRONI_" + name, mapping ? "a: x" : "x");
    }
    Mapping tree = EnvironmentReader.read(environment, problems);
    assertThat(errors()).isEmpty();
    assertThat(warnings()).isEmpty();
    for (String name : EnvironmentNames.all()) {
      String pointer = "/" + String.join("/", EnvironmentNames.find(name).orElseThrow().path());
      assertThat(tree.toJson().at(pointer).isMissingNode()).as(name).isFalse();
    }
    assertThat(EnvironmentNames.all())
        .contains(
            "RESTAPI_CONNECT_ADDRESS",
            "ETCD3_HOSTS",
            "ETCD_CACERT",
            "CTL_CERTFILE",
            "SUPERUSER_SSLROOTCERT",
            "REWIND_PASSWORD",
            "POSTGRESQL_BIN_PG_CTL");
  }

  private static final EnvironmentNames.Form MAPPING = EnvironmentNames.Form.MAPPING;

  @Test
  void anUnknownVariableIsWarnedOfWithoutItsValue() {
    EnvironmentReader.read(
        Map.of(
            "HACTL_RESTAPI_LISTNE", "x",
            "PATRONI_admin_PASSWORD", "hunter2",
            "PATRONI_CONSUL_HOST", "x",
            "PATRONI_FOO", "x",
            "HACTL_NAME", "",
            "OTHER", "x"),
        problems);
    assertThat(errors()).isEmpty();
    assertThat(warnings())
        .containsExactlyInAnyOrder(
            "HACTL_RESTAPI_LISTNE: unknown variable, did you mean 'HACTL_RESTAPI_LISTEN'?",
            "PATRONI_admin_PASSWORD: users are not created from the environment; create them in"
                + " 'bootstrap.post_bootstrap'",
            "PATRONI_FOO: unknown variable, it is not used");
  }

  @Test
  void aVariableThatIsNoMappingIsToldByItsName() {
    EnvironmentReader.read(Map.of("HACTL_LOG_LOGGERS", "- a\n- b"), problems);
    assertThat(errors()).containsExactly("HACTL_LOG_LOGGERS: is not a mapping of keys to values");
  }

  @Test
  void anEmptyFolderIsTold(@TempDir Path folder) {
    SettingsFiles.load(folder, Map.of(), problems);
    assertThat(errors()).containsExactly(folder + ": is a folder without any *.yml file; add one");
  }
}
