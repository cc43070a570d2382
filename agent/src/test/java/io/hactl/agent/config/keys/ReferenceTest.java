package io.hactl.agent.config.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hactl.dcs.config.DynamicKeys;
import io.hactl.parameters.ManagedParameter;
import io.hactl.parameters.ManagedParameter.SetBy;
import io.hactl.parameters.ManagedParameters;
import io.hactl.settings.keys.Catalogue;
import io.hactl.settings.keys.Place;
import io.hactl.settings.keys.Setting;
import io.hactl.settings.reference.JsonSchema;
import io.hactl.settings.reference.ReferencePage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/reference} holds is what the declarations give. */
final class ReferenceTest {

  private static final Path FOLDER = Path.of("..", "docs", "reference");

  /** Writes the files instead of comparing them. */
  private static final boolean WRITE = System.getProperty("reference.write") != null;

  static Stream<Map.Entry<String, String>> files() {
    return Stream.of(
        Map.entry("settings.md", page()),
        Map.entry(
            "agent.schema.json", JsonSchema.of(LocalKeys.CATALOGUE, "The settings of an agent")),
        Map.entry(
            "dynamic.schema.json",
            JsonSchema.of(DynamicKeys.CATALOGUE, "The dynamic configuration of a cluster")));
  }

  @ParameterizedTest
  @MethodSource("files")
  void theCommittedFileIsWhatTheDeclarationsGive(Map.Entry<String, String> file) throws Exception {
    Path committed = FOLDER.resolve(file.getKey());
    if (WRITE) {
      Files.writeString(committed, file.getValue());
    }
    assertThat(committed)
        .as(
            "docs/reference/%s is not what the declarations give: 'make reference' writes it anew",
            file.getKey())
        .hasContent(file.getValue());
  }

  private static String page() {
    return """
    <!-- Written from the declarations of the settings by 'make reference'; do not edit. -->
    # Reference of the settings

    [settings.md](../settings.md) says how they fit together. Times are seconds or carry a unit
    (`500ms`, `10s`, `5min`, `2h`, `1d`); sizes are bytes or carry one (`64kB`, `16MB`, `1GB`, in
    steps of 1024); flags are `on`, `true`, `yes`, `1` or their opposites; lists are lists, or one
    text with commas; lines are a list, or one text with line breaks. Each variable may be written
    with `PATRONI_` instead of `HACTL_`. For editors there are JSON schemas:
    [agent.schema.json](agent.schema.json) for an agent's own settings,
    [dynamic.schema.json](dynamic.schema.json) for the dynamic configuration.

    ## An agent's own settings

    """
        + ReferencePage.tables(LocalKeys.OWN, Place.LOCAL, "At the top")
        + """

        Below `bootstrap.dcs` stands the dynamic configuration that a new cluster begins with.

        ## The dynamic configuration

        """
        + ReferencePage.tables(DynamicKeys.CATALOGUE, Place.DYNAMIC, "At the top")
        + """

        ## Server parameters that hactl manages

        An agent's own settings cannot change them. Those of the cluster have to be the same on all
        members and are taken from `postgresql.parameters` of the dynamic configuration alone; a value
        that is not valid gives way to the default.

        | parameter | set by | default | has to be | on the command line |
        |---|---|---|---|---|
        """
        + String.join("", ManagedParameters.ALL.stream().map(ReferenceTest::row).toList());
  }

  private static String row(ManagedParameter p) {
    return "| `%s` | %s | %s | %s | %s |\n"
        .formatted(
            p.name(),
            p.setBy() == SetBy.CLUSTER ? "the cluster" : "the node's own settings",
            p.defaultValue().isEmpty() ? "" : "`" + p.defaultValue() + "`",
            p.rule(),
            p.onCommandLine() ? "yes" : "no");
  }

  @Test
  void everySettingIsDeclaredOnceAndSaysWhatItMeans() {
    for (Catalogue catalogue : List.of(LocalKeys.CATALOGUE, DynamicKeys.CATALOGUE)) {
      assertThat(catalogue.settings())
          .allSatisfy(
              setting ->
                  assertThat(setting.meaning()).as(setting.path()).isNotBlank().doesNotEndWith("."))
          .extracting(Setting::path)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void noTwoSettingsHaveOneVariable() {
    assertThat(LocalKeys.CATALOGUE.settings())
        .flatExtracting(Setting::variables)
        .doesNotHaveDuplicates();
    assertThat(LocalKeys.CATALOGUE.variables().keySet())
        .contains(
            "RESTAPI_CONNECT_ADDRESS",
            "ETCD3_HOSTS",
            "ETCD_CACERT",
            "CTL_CERTFILE",
            "LOGLEVEL",
            "SUPERUSER_SSLROOTCERT",
            "REWIND_PASSWORD",
            "POSTGRESQL_BIN_PG_CTL");
  }

  @Test
  void theSchemaKnowsKeysOfEveryKind() throws Exception {
    JsonNode schema =
        new ObjectMapper().readTree(JsonSchema.of(LocalKeys.CATALOGUE, "")).path("properties");
    JsonNode postgresql = schema.path("postgresql");
    assertThat(postgresql.at("/properties/authentication/properties/rewind/properties/sslmode"))
        .isNotEmpty();
    assertThat(schema.at("/etcd/properties/hosts/description").asText()).contains("endpoints");
    assertThat(schema.at("/bootstrap/properties/dcs/properties/ttl")).isNotEmpty();
    assertThat(
            schema
                .at("/bootstrap/properties/dcs/properties/master_start_timeout/deprecated")
                .booleanValue())
        .isTrue();
    assertThat(postgresql.at("/additionalProperties/properties/command")).isNotEmpty();
    assertThat(postgresql.at("/additionalProperties/additionalProperties").booleanValue())
        .as("what else is in the section of a replica method goes to its command")
        .isTrue();
    assertThat(schema.at("/restapi/additionalProperties").booleanValue()).isFalse();
  }
}
