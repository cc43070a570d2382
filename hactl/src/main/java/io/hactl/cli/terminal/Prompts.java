package io.hactl.cli.terminal;

import java.util.Locale;
import java.util.Optional;

/** Questions and their answers, worded as {@code patronictl} words them. */
public final class Prompts {

  private final Terminal terminal;

  /** Questions at this terminal. */
  public Prompts(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Asks until the answer is yes or no; nothing but Enter means no. */
  public boolean confirm(String question) {
    while (true) {
      terminal.print(question + " [y/N]: ");
      switch (terminal.readLine().strip().toLowerCase(Locale.ROOT)) {
        case "y", "yes", "t", "true", "on", "1" -> {
          return true;
        }
        case "", "n", "no", "f", "false", "off", "0" -> {
          return false;
        }
        default -> terminal.println("Error: invalid input");
      }
    }
  }

  /** Says something that bears on the next question, or that was not asked about. */
  public void tell(String text) {
    terminal.println(text);
  }

  /** Asks for a text; nothing but Enter means {@code byDefault}. */
  public String ask(String question, String byDefault) {
    terminal.print(question + " [" + byDefault + "]: ");
    String answer = terminal.readLine().strip();
    return answer.isEmpty() ? byDefault : answer;
  }

  /** Asks for a text that may be left out. */
  public Optional<String> askOptional(String question) {
    return Optional.of(ask(question, "")).filter(answer -> !answer.isEmpty());
  }

  /** Asks until there is an answer. */
  public String askRequired(String question) {
    while (true) {
      terminal.print(question + ": ");
      String answer = terminal.readLine().strip();
      if (!answer.isEmpty()) {
        return answer;
      }
    }
  }
}
