package io.hactl.cli.option;

import io.hactl.cli.terminal.CliException;
import io.hactl.cli.terminal.Terminal;
import java.time.Duration;
import java.util.Map;
import java.util.Stack;
import java.util.function.Supplier;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code --watch}: print again and again. */
public final class WatchOption {

  private static final String DEFAULT_SECONDS = "2";
  private static final String CLEAR_SCREEN = "\u001b[2J";
  private static final String TO_TOP = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  @Option(
      names = {"-w", "--watch"},
      paramLabel = "SECONDS",
      arity = "0..1",
      fallbackValue = DEFAULT_SECONDS,
      preprocessor = OnlyNumbers.class,
      description = "Print again every SECONDS, 2 unless said, until interrupted.")
  private Double seconds;

  @Option(names = "-W", description = "Print again every 2 seconds.")
  private boolean every2;

  /** Prints what {@code text} returns, once or until the process is interrupted. */
  public void run(Terminal terminal, Supplier<String> text) {
    if (seconds == null && !every2) {
      terminal.println(text.get());
      return;
    }
    double interval = seconds == null ? Double.parseDouble(DEFAULT_SECONDS) : seconds;
    if (!(interval > 0) || interval > 86_400) {
      throw CliException.wrongUsage(
          "--watch takes a number of seconds above 0 and up to 86400, not " + seconds);
    }
    repeat(terminal, text, Duration.ofNanos((long) (interval * 1e9)));
  }

  private static void repeat(Terminal terminal, Supplier<String> text, Duration interval) {
    if (terminal.isScreen()) {
      terminal.print(CLEAR_SCREEN);
    }
    long next = System.nanoTime();
    while (!Thread.currentThread().isInterrupted()) {
      show(terminal, textOrFailure(text));
      next = Math.max(next + interval.toNanos(), System.nanoTime());
      try {
        Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whoever watches wants to see the cluster come back, so a failure does not end it. */
  private static String textOrFailure(Supplier<String> text) {
    try {
      return text.get();
    } catch (CliException e) {
      return "Error: " + e.getMessage();
    }
  }

  private static void show(Terminal terminal, String text) {
    if (terminal.isScreen()) {
      // Overwriting line by line does not flicker as clearing everything first would.
      String drawn = (text + "\n").replace("\n", CLEAR_LINE + "\n");
      terminal.print(TO_TOP + drawn + CLEAR_BELOW);
    } else {
      terminal.println(text);
    }
  }

  /** Leaves a word after the option alone that is not a number: it is the cluster's name. */
  static final class OnlyNumbers implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> args, CommandSpec command, ArgSpec arg, Map<String, Object> info) {
      boolean number = !args.isEmpty() && args.peek().matches("-?[0-9]*\\.?[0-9]+");
      arg.setValue(Double.valueOf(number ? args.pop() : DEFAULT_SECONDS));
      return true;
    }
  }
}
