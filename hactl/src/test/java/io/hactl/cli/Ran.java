package io.hactl.cli;

import io.hactl.cli.connect.ClusterAccess;
import io.hactl.cli.option.GlobalOptions;
import io.hactl.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command printed and how it ended.
 *
 * @param out standard output
 * @param err standard error
 */
record Ran(int code, String out, String err) {

  /** Runs a command that is asked nothing. */
  static Ran run(ClusterAccess access, String... args) {
    return answering("", access, args);
  }

  /** Runs a command with these lines on its standard input. */
  static Ran answering(String input, ClusterAccess access, String... args) {
    return run(input, Map.of(), (options, environment) -> access, args);
  }

  static Ran run(
      String input,
      Map<String, String> environment,
      GlobalOptions.AccessFactory connect,
      String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    int code = Hactl.run(terminal, environment, connect, args);
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
