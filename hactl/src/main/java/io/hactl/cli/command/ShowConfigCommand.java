package io.hactl.cli.command;

import io.hactl.cli.option.Subcommand;
import io.hactl.cli.output.YamlText;
import io.hactl.cli.terminal.ExitCode;
import io.hactl.dcs.cluster.Cluster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hactl show-config}. */
@Command(name = "show-config", description = "Show the dynamic configuration.")
public final class ShowConfigCommand extends Subcommand {

  @Parameters(paramLabel = "CLUSTER", arity = "0..1", description = "The cluster's name.")
  private String scope;

  @Override
  public Integer call() {
    Cluster cluster = cluster(scope).read();
    if (cluster.config().exists()) {
      terminal().println(YamlText.block(cluster.config().value().tree()));
    }
    return ExitCode.DONE;
  }
}
