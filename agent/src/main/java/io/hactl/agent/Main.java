package io.hactl.agent;

import io.hactl.agent.config.log.Logging;
import io.hactl.agent.config.read.AgentSettingsLoader;
import io.hactl.agent.config.read.AgentSettingsLoader.Loaded;
import io.hactl.agent.config.read.SettingsReport;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The daemon's command line. Exit status: 0 as asked, 1 it cannot work with what it was given or
 * found, 2 wrong usage.
 */
public final class Main {

  private static final String USAGE =
      """
      Usage: hactl-agent CONFIG.yml
             hactl-agent --validate-config CONFIG.yml
             hactl-agent --version | --help

      Runs in the foreground beside one PostgreSQL server. CONFIG.yml may be a folder, whose
      *.yml files are read in order.
      SIGTERM, SIGINT: shut PostgreSQL down cleanly, release the lease, end.
      SIGHUP: read the settings again.
      """;

  private Main() {}

  /** Runs until the agent is asked to end. */
  public static void main(String[] args) {
    int status = run(List.of(args), System.out, System.err);
    if (status >= 0) {
      System.exit(status);
    }
  }

  /**
   * @return the exit status; -1: the agent runs, and ends the process by itself
   */
  static int run(List<String> args, PrintStream out, PrintStream err) {
    if (args.equals(List.of("--version"))) {
      out.println("hactl-agent " + AgentVersion.VERSION);
      return 0;
    }
    if (args.equals(List.of("--help")) || args.equals(List.of("-h"))) {
      out.print(USAGE);
      return 0;
    }
    if (args.size() == 2 && args.getFirst().equals("--validate-config")) {
      return validate(Path.of(args.get(1)), out, err);
    }
    if (args.size() != 1 || args.getFirst().startsWith("-")) {
      args.stream()
          .filter(arg -> arg.startsWith("-") && !arg.equals("--validate-config"))
          .findFirst()
          .ifPresent(arg -> err.println("hactl-agent: '" + arg + "' is no option of it"));
      err.print(USAGE);
      return 2;
    }
    return start(Path.of(args.getFirst()), err);
  }

  private static int validate(Path file, PrintStream out, PrintStream err) {
    if (!isReadable(file, err)) {
      return 1;
    }
    Loaded loaded = AgentSettingsLoader.load(file, System.getenv());
    SettingsReport.lines(loaded).forEach(err::println);
    if (loaded.settings().isEmpty()) {
      return 1;
    }
    out.println(file + ": valid");
    return 0;
  }

  private static int start(Path file, PrintStream err) {
    if (!isReadable(file, err)) {
      return 1;
    }
    Loaded loaded = AgentSettingsLoader.load(file, System.getenv());
    SettingsReport.lines(loaded).forEach(err::println);
    if (loaded.settings().isEmpty()) {
      return 1;
    }
    Logging.configure(loaded.settings().get().log());
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("log-end").unstarted(Logging::flush));
    AgentProcess process = new AgentProcess(file, loaded.settings().get());
    return process.start() ? -1 : 1;
  }

  private static boolean isReadable(Path file, PrintStream err) {
    if (Files.isReadable(file)) {
      return true;
    }
    err.println(
        file
            + (Files.exists(file) ? ": cannot be read by this user" : ": no such file")
            + "; give the agent's settings file as the argument");
    return false;
  }
}
