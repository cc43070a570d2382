package io.hactl.cli;

import io.hactl.cli.connect.ClusterAccess;
import io.hactl.cli.connect.ConnectOptions;
import io.hactl.cli.terminal.CliException;
import io.hactl.cli.terminal.Terminal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code hactl} itself: the options that every command has, and what they lead to. */
@Command(
    name = "hactl",
    description = "Looks at and operates highly available PostgreSQL clusters.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    subcommands = {
      ListCommand.class,
      TopologyCommand.class,
      SwitchoverCommand.class,
      FailoverCommand.class,
      RestartCommand.class,
      ReloadCommand.class,
      ReinitCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      HistoryCommand.class,
      ShowConfigCommand.class,
      EditConfigCommand.class,
      DsnCommand.class,
      FlushCommand.class,
      RemoveCommand.class,
      VersionCommand.class,
      CompletionCommand.class
    })
final class HactlCommand implements Callable<Integer> {

  /** Opens what the options and the environment lead to. */
  interface AccessFactory {
    ClusterAccess open(ConnectOptions options, Map<String, String> environment);
  }

  @Spec private CommandSpec spec;

  @Option(
      names = {"-c", "--config-file"},
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Settings to find the cluster by: the agent's, or a patronictl.yaml.")
  private String configFile;

  @Option(
      names = {"-d", "--dcs-url", "--dcs"},
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "Where the DCS is: etcd3://host:port[,host:port][/namespace].")
  private String dcsUrl;

  @Option(
      names = {"-k", "--insecure"},
      scope = ScopeType.INHERIT,
      description = "Do not verify the certificates of the members' REST APIs.")
  private boolean insecure;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  private final Terminal terminal;
  private final Map<String, String> environment;
  private final AccessFactory connect;
  private ClusterAccess access;

  HactlCommand(Terminal terminal, Map<String, String> environment, AccessFactory connect) {
    this.terminal = terminal;
    this.environment = Map.copyOf(environment);
    this.connect = connect;
  }

  Terminal terminal() {
    return terminal;
  }

  Map<String, String> environment() {
    return environment;
  }

  /** The settings, read when a command first needs them. */
  ClusterAccess access() {
    if (access == null) {
      ConnectOptions options =
          new ConnectOptions(
              Optional.ofNullable(configFile)
                  .or(() -> variable("HACTL_CONFIG_FILE"))
                  .or(() -> variable("PATRONICTL_CONFIG_FILE")),
              Optional.ofNullable(dcsUrl).or(() -> variable("DCS_URL")),
              insecure);
      access = connect.open(options, environment);
    }
    return access;
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /** A command is missing. */
  @Override
  public Integer call() {
    terminal.error(spec.commandLine().getUsageMessage().stripTrailing());
    return CliException.WRONG_USAGE;
  }
}
