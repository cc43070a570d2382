package io.hactl.cli.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a command reads answers and writes results.
 *
 * <p>Answers are read from standard input whether or not it is a terminal, so that {@code echo y |
 * hactl …} works; the end of the input is {@link AbortedException}.
 */
public final class Terminal {

  private final BufferedReader in;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean screen;
  private final Style style;

  /**
   * @param screen whether {@code out} is a terminal, whose screen can be cleared
   * @param colours whether {@code out} takes colours
   */
  public Terminal(
      InputStream in, PrintStream out, PrintStream err, boolean screen, boolean colours) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
    this.err = err;
    this.screen = screen;
    this.style = new Style(colours);
  }

  /** The terminal this process was started on. */
  public static Terminal ofProcess(Map<String, String> environment) {
    boolean screen = isTerminal(1) && !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
    // https://no-color.org: any value but the empty one switches colours off.
    boolean colours = screen && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        System.in,
        new PrintStream(System.out, false, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        screen,
        colours);
  }

  /** Asks the kernel what the descriptor is; System.console() says nothing of output alone. */
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null && System.console().isTerminal();
    }
  }

  /** How texts are coloured here. */
  public Style style() {
    return style;
  }

  /** Whether the output is a screen, which can be cleared. */
  public boolean isScreen() {
    return screen;
  }

  /** Prints a line on the standard output. */
  public void println(String line) {
    out.println(line);
    out.flush();
  }

  /** Writes the text as it is. */
  public void print(String text) {
    out.print(text);
    out.flush();
  }

  /** Where {@link #println} writes, for what cannot go line by line. */
  public PrintWriter writer() {
    return new PrintWriter(out, true);
  }

  /** A line for people beside the result: warnings and errors. */
  public void error(String line) {
    out.flush();
    err.println(line);
    err.flush();
  }

  /** The stack trace of a failure, for developers. */
  public void trace(Throwable failure) {
    failure.printStackTrace(err);
    err.flush();
  }

  /** The next line of the input. */
  public String readLine() {
    try {
      String line = in.readLine();
      if (line == null) {
        throw new AbortedException();
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException("standard input cannot be read", e);
    }
  }

  /** Everything that is left of the input. */
  public String readAll() {
    try {
      return in.readAllAsString();
    } catch (IOException e) {
      throw new UncheckedIOException("standard input cannot be read", e);
    }
  }
}
