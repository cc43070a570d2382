package io.hactl.cli.command;

import io.hactl.cli.cluster.PauseSwitch;
import io.hactl.cli.option.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl pause}. */
@Command(name = "pause", description = "Switch automatic failover off.")
public final class PauseCommand extends Subcommand {

  @Parameters(paramLabel = "CLUSTER", arity = "0..1", description = "The cluster's name.")
  private String scope;

  @Option(names = "--wait", description = "Wait until all members have noticed.")
  private boolean wait;

  @Override
  public Integer call() {
    return new PauseSwitch(cluster(scope), terminal(), true).turn(wait);
  }
}
