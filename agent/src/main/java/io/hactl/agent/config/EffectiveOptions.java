package io.hactl.agent.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.settings.Origin;
import io.hactl.settings.Problem;
import io.hactl.settings.Problems;
import io.hactl.settings.Section;
import io.hactl.settings.SettingsNode;
import io.hactl.settings.SettingsNode.Mapping;
import java.util.List;
import java.util.Set;

/**
 * The options of PostgreSQL that are in force: those of the dynamic configuration, the local ones
 * over them. As in Patroni, a local value replaces a dynamic one as a whole (lists are not joined),
 * and {@code use_slots} comes from the dynamic configuration alone.
 *
 * @param options what is in force; its parameters are the local ones, see {@link
 *     EffectiveParameters}
 * @param problems what of the dynamic configuration is wrong; the default stands in for it
 */
public record EffectiveOptions(PostgresqlOptions options, List<Problem> problems) {

  /** Keys that only this member's own settings may have. */
  static final Set<String> ONLY_LOCAL =
      Set.of(
          "listen",
          "connect_address",
          "proxy_address",
          "data_dir",
          "config_dir",
          "bin_dir",
          "bin_name",
          "pgpass",
          "authentication",
          "parameters",
          "database",
          "config_base_name");

  public EffectiveOptions {
    problems = List.copyOf(problems);
  }

  /**
   * @param dynamic the section {@code postgresql} of the dynamic configuration; anything but an
   *     object counts as empty
   */
  public static EffectiveOptions of(AgentSettings settings, JsonNode dynamic) {
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    if (dynamic instanceof ObjectNode object) {
      merged.setAll(object);
    }
    settings
        .postgresql()
        .localOptions()
        .properties()
        .forEach(
            option -> {
              if (!option.getKey().equals("use_slots")) {
                merged.set(option.getKey(), option.getValue());
              }
            });
    merged.remove(ONLY_LOCAL);
    Problems problems = new Problems();
    Mapping tree = (Mapping) SettingsNode.fromJson(Origin.of("dynamic configuration"), merged);
    PostgresqlOptions options =
        new PostgresqlOptionsReader(Section.of("postgresql", tree, problems)).read();
    return new EffectiveOptions(
        options.withParameters(settings.postgresql().options().parameters()), problems.errors());
  }
}
