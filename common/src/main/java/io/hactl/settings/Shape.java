package io.hactl.settings;

import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.SettingsNode.Scalar;
import io.hactl.settings.SettingsNode.Sequence;

/** What a structure is at its top. */
public enum Shape {
  /** Keys and values. */
  MAPPING("mapping", "a mapping of keys to values", "object"),
  /** A list. */
  LIST("list", "a list", "array"),
  /** Options of a program: a list, or a mapping of the same meaning. */
  OPTIONS("options", "a list of options", "array", "object"),
  /** Anything, a single value included. */
  ANY("any", "a value", "string", "number", "boolean", "array", "object");

  private final String label;
  private final String expected;
  private final String[] types;

  Shape(String label, String expected, String... types) {
    this.label = label;
    this.expected = expected;
    this.types = types;
  }

  boolean fits(SettingsNode node) {
    return switch (this) {
      case MAPPING -> node instanceof Mapping;
      case LIST -> node instanceof Sequence;
      case OPTIONS -> !(node instanceof Scalar);
      case ANY -> true;
    };
  }

  String label() {
    return label;
  }

  String expected() {
    return expected;
  }

  String[] types() {
    return types.clone();
  }
}
