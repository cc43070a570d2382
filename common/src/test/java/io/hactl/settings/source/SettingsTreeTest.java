package io.hactl.settings.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.settings.Problem;
import io.hactl.settings.Problems;
import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.ValueType;
import io.hactl.settings.keys.Catalogue;
import io.hactl.settings.keys.Placeholder;
import io.hactl.settings.keys.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From YAML and variables to a tree, and from the tree to values. */
final class SettingsTreeTest {

  private static final Catalogue CATALOGUE =
      new Catalogue(
          Placeholder.of("<role>", "superuser", "rewind"),
          Placeholder.of("etcd3", "etcd3", "etcd"));

  static {
    CATALOGUE.add(Setting.local("restapi.listen", ValueType.text(), "").variable());
    CATALOGUE.add(
        Setting.local("authentication.<role>.password", ValueType.secret(), "")
            .variables("<role>_password"));
    CATALOGUE.add(Setting.local("etcd3.hosts", ValueType.list(), "").variable());
    CATALOGUE.add(Setting.local("log.loggers", ValueType.map(ValueType.text()), "").variable());
  }

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
  void aVariableReachesItsKey() {
    Mapping tree =
        EnvironmentReader.read(
            Map.of(
                "PATRONI_RESTAPI_LISTEN", "a",
                "HACTL_restapi_listen", "b",
                "HACTL_SUPERUSER_PASSWORD", "c",
                "HACTL_REWIND_PASSWORD", "d",
                "HACTL_ETCD_HOSTS", "'e', f"),
            CATALOGUE,
            problems);
    assertThat(errors()).isEmpty();
    assertThat(warnings()).isEmpty();
    assertThat(tree.toJson().at("/restapi/listen").textValue()).isEqualTo("b");
    assertThat(tree.toJson().at("/authentication/superuser/password").textValue()).isEqualTo("c");
    assertThat(tree.toJson().at("/authentication/rewind/password").textValue()).isEqualTo("d");
    assertThat(tree.toJson().at("/etcd/hosts").toString()).isEqualTo("[\"e\",\"f\"]");
  }

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
        CATALOGUE,
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
    EnvironmentReader.read(Map.of("HACTL_LOG_LOGGERS", "- a\n- b"), CATALOGUE, problems);
    assertThat(errors()).containsExactly("HACTL_LOG_LOGGERS: is not a mapping of keys to values");
  }

  @Test
  void anEmptyFolderIsTold(@TempDir Path folder) {
    SettingsFiles.load(folder, Map.of(), CATALOGUE, problems);
    assertThat(errors()).containsExactly(folder + ": is a folder without any *.yml file; add one");
  }
}
