package io.hactl.cli;

import io.hactl.cli.command.CompletionCommand;
import io.hactl.cli.command.DsnCommand;
import io.hactl.cli.command.EditConfigCommand;
import io.hactl.cli.command.FailoverCommand;
import io.hactl.cli.command.FlushCommand;
import io.hactl.cli.command.HistoryCommand;
import io.hactl.cli.command.ListCommand;
import io.hactl.cli.command.PauseCommand;
import io.hactl.cli.command.ReinitCommand;
import io.hactl.cli.command.ReloadCommand;
import io.hactl.cli.command.RemoveCommand;
import io.hactl.cli.command.RestartCommand;
import io.hactl.cli.command.ResumeCommand;
import io.hactl.cli.command.ShowConfigCommand;
import io.hactl.cli.command.SwitchoverCommand;
import io.hactl.cli.command.TopologyCommand;
import io.hactl.cli.command.VersionCommand;
import io.hactl.cli.option.GlobalOptions;
import io.hactl.cli.terminal.ExitCode;
import io.hactl.cli.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hactl} itself: all its commands. */
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
final class HactlCommand extends GlobalOptions implements Callable<Integer> {

  @Spec private CommandSpec spec;

  HactlCommand(Terminal terminal, Map<String, String> environment, AccessFactory connect) {
    super(terminal, environment, connect);
  }

  /** A command is missing. */
  @Override
  public Integer call() {
    terminal().error(spec.commandLine().getUsageMessage().stripTrailing());
    return ExitCode.WRONG_USAGE;
  }
}
