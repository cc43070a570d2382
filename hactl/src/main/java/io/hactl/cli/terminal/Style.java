package io.hactl.cli.terminal;

/** Colours, or none where the output is not a terminal. */
public record Style(boolean enabled) {

  /** No colours. */
  public static final Style PLAIN = new Style(false);

  /** What a text means; how it looks is decided here alone. */
  public enum Tone {
    NONE(""),
    TITLE("1"),
    FAINT("2"),
    GOOD("32"),
    LEADER("1;32"),
    NOTICE("33"),
    BAD("1;31"),
    ADDED("32"),
    REMOVED("31"),
    PLACE("36");

    private final String code;

    Tone(String code) {
      this.code = code;
    }
  }

  /** The text in its colour. */
  public String paint(Tone tone, String text) {
    return enabled && tone != Tone.NONE && !text.isEmpty()
        ? "\u001b[" + tone.code + "m" + text + "\u001b[0m"
        : text;
  }
}
