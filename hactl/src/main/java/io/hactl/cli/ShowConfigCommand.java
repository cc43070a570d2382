package io.hactl.cli;

import io.hactl.cli.output.YamlText;
import io.hactl.dcs.cluster.Cluster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hactl show-config}. */
@Command(name = "show-config", description = "Show the dynamic configuration.")
final class ShowConfigCommand extends Subcommand {

  @Parameters(paramLabel = "CLUSTER", arity = "0..1", description = "The cluster's name.")
  private String scope;

  @Override
  public Integer call() {
    Cluster cluster = cluster(scope).read();
    if (cluster.config().exists()) {
      terminal().println(YamlText.block(cluster.config().value().tree()));
    }
    return DONE;
  }
}
