package io.hactl.cli.command;

import io.hactl.cli.cluster.PauseSwitch;
import io.hactl.cli.option.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl resume}. */
@Command(name = "resume", description = "Switch automatic failover on again.")
public final class ResumeCommand extends Subcommand {

  @Parameters(paramLabel = "CLUSTER", arity = "0..1", description = "The cluster's name.")
  private String scope;

  @Option(names = "--wait", description = "Wait until all members have noticed.")
  private boolean wait;

  @Override
  public Integer call() {
    return new PauseSwitch(cluster(scope), terminal(), false).turn(wait);
  }
}
