package io.hactl.settings.source;

import io.hactl.settings.Origin;
import io.hactl.settings.Problems;
import io.hactl.settings.SettingsNode;
import io.hactl.settings.SettingsNode.Entry;
import io.hactl.settings.SettingsNode.Kind;
import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.SettingsNode.Scalar;
import io.hactl.settings.SettingsNode.Sequence;
import io.hactl.settings.ValueType.Form;
import io.hactl.settings.keys.Catalogue;
import io.hactl.settings.keys.Catalogue.Variable;
import io.hactl.text.Spelling;
import io.hactl.text.Texts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads {@code PATRONI_*} and {@code HACTL_*} variables; where both are set, {@code HACTL_} wins.
 * An empty variable counts as not set.
 */
final class EnvironmentReader {

  /** Sections of other stores and features that Patroni reads variables for. */
  private static final Set<String> OTHERS =
      Set.of("CONSUL", "ZOOKEEPER", "EXHIBITOR", "KUBERNETES", "RAFT", "CITUS");

  /** Variables that are read elsewhere: not settings of the agent. */
  private static final Set<String> ELSEWHERE =
      Set.of("CONFIGURATION", "CONFIG_FILE", "CONFIG", "CTL_CONFIG_FILE", "VERSION", "HOME");

  private final Map<String, Variable> known;
  private final Problems problems;
  private Mapping settings = Mapping.empty(Origin.of("environment"));

  private EnvironmentReader(Map<String, Variable> known, Problems problems) {
    this.known = known;
    this.problems = problems;
  }

  /** The settings in the variables; unknown variables of ours are warned of. */
  static Mapping read(Map<String, String> environment, Catalogue catalogue, Problems problems) {
    EnvironmentReader reader = new EnvironmentReader(catalogue.variables(), problems);
    for (String prefix : List.of("PATRONI_", "HACTL_")) {
      new TreeMap<>(environment)
          .forEach(
              (variable, value) -> {
                if (variable.startsWith(prefix) && !value.isEmpty()) {
                  reader.variable(prefix, variable, value);
                }
              });
    }
    return reader.settings;
  }

  private void variable(String prefix, String variable, String value) {
    String name = variable.substring(prefix.length());
    Variable target = known.get(name.toUpperCase(Locale.ROOT));
    if (target != null) {
      set(variable, value, target);
    } else if (!isMeantForOthers(name)) {
      unknown(prefix, variable, name);
    }
  }

  /** Whether a variable that is no setting of ours is nobody's mistake either. */
  private static boolean isMeantForOthers(String name) {
    return ELSEWHERE.contains(name) || OTHERS.contains(name.split("_", 2)[0]);
  }

  private void unknown(String prefix, String variable, String name) {
    Origin origin = Origin.of(variable);
    Optional<String> meant = Spelling.closest(name, known.keySet());
    if (meant.isPresent()) {
      problems.warning(
          origin, "", "unknown variable", "did you mean '" + prefix + meant.get() + "'?");
    } else if (name.endsWith("_PASSWORD") || name.endsWith("_OPTIONS")) {
      problems.warning(
          origin,
          "",
          "users are not created from the environment",
          "create them in 'bootstrap.post_bootstrap'");
    } else {
      problems.warning(origin, "", "unknown variable, it is not used");
    }
  }

  private void set(String variable, String value, Variable target) {
    Origin origin = Origin.of(variable);
    Optional<SettingsNode> node =
        switch (target.type().form()) {
          case SINGLE -> Optional.of(new Scalar(origin, value, Kind.TEXT));
          case LIST -> list(origin, value);
          case MAPPING -> mapping(origin, value);
        };
    node.ifPresent(
        found -> {
          SettingsNode nested = found;
          for (String key : target.path().reversed()) {
            Map<String, Entry> entry = new LinkedHashMap<>();
            entry.put(key, new Entry(origin, nested));
            nested = new Mapping(origin, entry);
          }
          settings = SettingsFiles.overlay(settings, (Mapping) nested);
        });
  }

  /** {@code a,b}, {@code 'a','b'}, or a list in YAML. */
  private Optional<SettingsNode> list(Origin origin, String value) {
    String text = value.strip();
    if (text.startsWith("- ") || text.startsWith("[") && text.endsWith("]")) {
      return yaml(origin, text, Form.LIST);
    }
    List<SettingsNode> items =
        Texts.splitList(text).stream()
            .map(item -> (SettingsNode) new Scalar(origin, item, Kind.TEXT))
            .toList();
    return Optional.of(new Sequence(origin, items));
  }

  /** A mapping in YAML, with or without its braces. */
  private Optional<SettingsNode> mapping(Origin origin, String value) {
    String text = value.strip();
    boolean complete = text.startsWith("{") || text.contains("\n");
    return yaml(origin, complete ? text : "{" + text + "}", Form.MAPPING);
  }

  private Optional<SettingsNode> yaml(Origin origin, String text, Form form) {
    int before = problems.errors().size();
    Optional<SettingsNode> node = YamlReader.read(origin.source(), text, problems);
    boolean fits =
        node.filter(n -> form == Form.LIST ? n instanceof Sequence : n instanceof Mapping)
            .isPresent();
    if (!fits && problems.errors().size() == before) {
      String wanted = form == Form.LIST ? "a list" : "a mapping of keys to values";
      problems.error(origin, "", "is not " + wanted);
    }
    return fits ? node : Optional.empty();
  }
}
