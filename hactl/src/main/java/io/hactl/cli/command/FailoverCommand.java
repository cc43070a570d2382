package io.hactl.cli.command;

import io.hactl.cli.change.LeaderChange;
import io.hactl.cli.change.LeaderChangeRun;
import io.hactl.cli.change.SwitchoverQuestions;
import io.hactl.cli.cluster.ClusterHandle;
import io.hactl.cli.option.MemberOptions;
import io.hactl.cli.option.Subcommand;
import io.hactl.cli.terminal.ExitCode;
import io.hactl.dcs.cluster.Cluster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl failover}. */
@Command(
    name = "failover",
    description = "Let a replica take over, though there may be no healthy leader.")
public final class FailoverCommand extends Subcommand {

  @Parameters(paramLabel = "CLUSTER", arity = "0..1", description = "The cluster's name.")
  private String scope;

  @Option(names = "--candidate", paramLabel = "MEMBER", description = "Who shall lead.")
  private String candidate;

  @Option(names = "--force", description = "Ask nothing and print only the result.")
  private boolean force;

  @Override
  public Integer call() {
    ClusterHandle handle = cluster(scope);
    Cluster cluster = handle.read();
    terminal().println("Current cluster topology");
    MemberOptions.show(this, handle, cluster);
    LeaderChange change =
        new SwitchoverQuestions(prompts(), handle.scope(), cluster, force).failover(candidate);
    int code = new LeaderChangeRun(handle, terminal(), cluster, change, force).run();
    if (code == ExitCode.DONE) {
      MemberOptions.show(this, handle, handle.read());
    }
    return code;
  }
}
