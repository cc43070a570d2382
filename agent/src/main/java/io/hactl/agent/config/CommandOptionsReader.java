package io.hactl.agent.config;

import io.hactl.settings.Section;
import io.hactl.settings.SettingsNode;
import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.SettingsNode.Scalar;
import io.hactl.settings.SettingsNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads options of a PostgreSQL program: a list of {@code name} and {@code name: value}. */
final class CommandOptionsReader {

  private final Section section;
  private final String key;
  private final Set<String> forbidden;
  private final List<CommandOption> options = new ArrayList<>();

  private CommandOptionsReader(Section section, String key, Set<String> forbidden) {
    this.section = section;
    this.key = key;
    this.forbidden = forbidden;
  }

  /**
   * @param forbidden options the agent sets itself
   */
  static List<CommandOption> read(Section section, String key, Set<String> forbidden) {
    CommandOptionsReader reader = new CommandOptionsReader(section, key, forbidden);
    section.node(key).ifPresent(reader::read);
    return List.copyOf(reader.options);
  }

  private void read(SettingsNode node) {
    switch (node) {
      case Sequence sequence -> sequence.items().forEach(this::item);
      case Mapping mapping -> mapping(mapping);
      case Scalar _ -> malformed();
    }
  }

  private void item(SettingsNode item) {
    switch (item) {
      case Scalar scalar when !scalar.isNull() -> add(scalar.text(), Optional.empty());
      case Mapping mapping -> mapping(mapping);
      case Scalar _ -> malformed();
      case Sequence _ -> malformed();
    }
  }

  private void mapping(Mapping mapping) {
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              if (entry.value() instanceof Scalar value) {
                add(name, value.isNull() ? Optional.empty() : Optional.of(value.text()));
              } else {
                malformed();
              }
            });
  }

  private void add(String text, Optional<String> value) {
    String name = text.startsWith("--") ? text.substring(2) : text;
    int equals = name.indexOf('=');
    String bare = equals < 0 ? name : name.substring(0, equals);
    if (forbidden.contains(bare)) {
      section.error(key, "has '" + bare + "', which the agent sets itself", "remove it");
    } else if (equals >= 0 && value.isEmpty()) {
      options.add(new CommandOption(bare, Optional.of(name.substring(equals + 1))));
    } else {
      options.add(new CommandOption(name, value));
    }
  }

  private void malformed() {
    section.error(key, "is not a list of options", "write '- name' or '- name: value'");
  }
}
