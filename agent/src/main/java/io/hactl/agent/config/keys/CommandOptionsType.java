package io.hactl.agent.config.keys;

import io.hactl.agent.config.CommandOption;
import io.hactl.settings.ReadValue;
import io.hactl.settings.SettingsNode;
import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.SettingsNode.Scalar;
import io.hactl.settings.SettingsNode.Sequence;
import io.hactl.settings.Shape;
import io.hactl.settings.ValueProblem;
import io.hactl.settings.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Options of a PostgreSQL program: a list of {@code name} and {@code name: value}. */
final class CommandOptionsType {

  private final Set<String> forbidden;
  private final List<CommandOption> options = new ArrayList<>();
  private final List<ValueProblem> problems = new ArrayList<>();

  private CommandOptionsType(Set<String> forbidden) {
    this.forbidden = forbidden;
  }

  /**
   * The type.
   *
   * @param forbidden options the agent sets itself
   */
  static ValueType<List<CommandOption>> of(Set<String> forbidden) {
    return ValueType.structure(
        Shape.OPTIONS, node -> new CommandOptionsType(forbidden).outcome(node));
  }

  private ReadValue<List<CommandOption>> outcome(SettingsNode node) {
    read(node);
    return new ReadValue<>(Optional.of(List.copyOf(options)), problems);
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
      problems.add(ValueProblem.of("has '" + bare + "', which the agent sets itself", "remove it"));
    } else if (equals >= 0 && value.isEmpty()) {
      options.add(new CommandOption(bare, Optional.of(name.substring(equals + 1))));
    } else {
      options.add(new CommandOption(name, value));
    }
  }

  private void malformed() {
    problems.add(ValueProblem.of("must be a list of options", "write '- name' or '- name: value'"));
  }
}
