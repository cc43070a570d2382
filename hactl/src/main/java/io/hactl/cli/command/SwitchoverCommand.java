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

/** {@code hactl switchover}. */
@Command(name = "switchover", description = "Let a replica take over from the leader, as planned.")
public final class SwitchoverCommand extends Subcommand {

  @Parameters(paramLabel = "CLUSTER", arity = "0..1", description = "The cluster's name.")
  private String scope;

  @Option(
      names = {"--leader", "--primary"},
      paramLabel = "MEMBER",
      description = "Who leads now.")
  private String leader;

  @Option(names = "--candidate", paramLabel = "MEMBER", description = "Who shall lead.")
  private String candidate;

  @Option(
      names = "--scheduled",
      paramLabel = "TIME",
      description = "When: now, or a time in ISO 8601.")
  private String scheduled;

  @Option(names = "--force", description = "Ask nothing and print only the result.")
  private boolean force;

  @Override
  public Integer call() {
    ClusterHandle handle = cluster(scope);
    Cluster cluster = handle.read();
    terminal().println("Current cluster topology");
    MemberOptions.show(this, handle, cluster);
    LeaderChange change =
        new SwitchoverQuestions(prompts(), handle.scope(), cluster, force)
            .switchover(leader, candidate, scheduled);
    int code = new LeaderChangeRun(handle, terminal(), cluster, change, force).run();
    if (code == ExitCode.DONE) {
      MemberOptions.show(this, handle, handle.read());
    }
    return code;
  }
}
