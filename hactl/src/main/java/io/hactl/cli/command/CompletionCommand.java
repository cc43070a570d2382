package io.hactl.cli.command;

import io.hactl.cli.option.Subcommand;
import io.hactl.cli.terminal.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hactl completion}. */
@Command(
    name = "completion",
    description = {
      "Print a script that completes commands and options in bash and zsh:",
      "  source <(hactl completion)"
    })
public final class CompletionCommand extends Subcommand {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    terminal().print(AutoComplete.bash("hactl", spec.root().commandLine()));
    return ExitCode.DONE;
  }
}
