package io.hactl.settings;

/**
 * A password or the like: never printed by accident.
 *
 * @param value the text itself; hand it on only to what needs it
 */
public record Secret(String value) {

  /** Hides the value. */
  @Override
  public String toString() {
    return "***";
  }
}
