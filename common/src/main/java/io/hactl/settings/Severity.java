package io.hactl.settings;

/** How bad a {@link Problem} is. */
public enum Severity {
  /** The settings cannot be used, or must not be stored. */
  ERROR,
  /** Something odd that the settings can be used with. */
  WARNING
}
