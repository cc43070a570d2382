package io.hactl.cli;

import io.hactl.cli.connect.SettingsAccess;
import io.hactl.cli.option.GlobalOptions;
import io.hactl.cli.terminal.AbortedException;
import io.hactl.cli.terminal.CliException;
import io.hactl.cli.terminal.ExitCode;
import io.hactl.cli.terminal.Terminal;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Where {@code hactl} starts. */
public final class Hactl {

  private Hactl() {}

  /** Runs the command and ends the process with its {@link ExitCode}. */
  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    Terminal terminal = Terminal.ofProcess(environment);
    // Open connections to etcd would keep the process alive for seconds; nothing waits for them.
    System.exit(run(terminal, environment, SettingsAccess::open, args));
  }

  /**
   * Runs one command.
   *
   * @return the exit code: 0 done, 1 failed, 2 wrong usage
   */
  static int run(
      Terminal terminal,
      Map<String, String> environment,
      GlobalOptions.AccessFactory connect,
      String... args) {
    HactlCommand root = new HactlCommand(terminal, environment, connect);
    CommandLine line = commandLine(root);
    boolean trace = isTrue(environment.getOrDefault("HACTL_DEBUG", ""));
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> report(failure, terminal, trace));
    line.setParameterExceptionHandler((failure, given) -> misuse(failure, terminal));
    return line.execute(args);
  }

  private static CommandLine commandLine(HactlCommand root) {
    CommandLine line = new CommandLine(root);
    line.setOut(root.terminal().writer());
    line.setAbbreviatedOptionsAllowed(false);
    line.setOverwrittenOptionsAllowed(true);
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            root.terminal().style().enabled()
                ? CommandLine.Help.Ansi.ON
                : CommandLine.Help.Ansi.OFF));
    return line;
  }

  private static boolean isTrue(String value) {
    return !value.isEmpty() && !value.equals("0");
  }

  private static int report(Exception failure, Terminal terminal, boolean trace) {
    if (trace) {
      terminal.trace(failure);
    }
    return switch (failure) {
      case AbortedException aborted -> {
        terminal.error("");
        terminal.error(aborted.getMessage());
        yield ExitCode.FAILED;
      }
      case CliException known -> {
        terminal.error("Error: " + known.getMessage());
        yield known.exitCode();
      }
      default -> {
        terminal.error(
            "Error: " + failure + " (not expected; set HACTL_DEBUG=1 to see where it happened)");
        yield ExitCode.FAILED;
      }
    };
  }

  private static int misuse(ParameterException failure, Terminal terminal) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    terminal.error("Error: " + failure.getMessage());
    terminal.error("Try '" + command + " --help' for help.");
    return ExitCode.WRONG_USAGE;
  }
}
