package io.hactl.cli.command;

import io.hactl.cli.cluster.ClusterHandle;
import io.hactl.cli.cluster.MemberRequests;
import io.hactl.cli.cluster.MemberSelection;
import io.hactl.cli.connect.Agents.Reply;
import io.hactl.cli.option.MemberOptions;
import io.hactl.cli.option.Subcommand;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Member;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hactl reload}. */
@Command(name = "reload", description = "Let members read their settings again.")
public final class ReloadCommand extends Subcommand {

  @Mixin private MemberOptions options;

  @Option(names = "--force", description = "Ask nothing.")
  private boolean force;

  @Override
  public Integer call() {
    ClusterHandle handle = cluster(options.scope());
    Cluster cluster = handle.read();
    List<Member> members = options.choose(this, handle, cluster, "reload", force);
    new MemberSelection(prompts(), "reload", force).confirm(members);
    MemberRequests requests = new MemberRequests(handle.agents(), terminal());
    long loopWait = cluster.config().value().loopWait().toSeconds();
    for (Member member : members) {
      requests
          .send(member, "reload", "POST", "reload", Optional.empty(), MemberRequests.QUICK)
          .ifPresent(reply -> report(requests, member, reply, loopWait));
    }
    return requests.exitCode();
  }

  private void report(MemberRequests requests, Member member, Reply reply, long loopWait) {
    switch (reply.status()) {
      case 200 -> terminal().println("No changes to apply on member " + member.name());
      case 202 ->
          terminal()
              .println(
                  "Reload request received for member "
                      + member.name()
                      + " and will be processed within "
                      + loopWait
                      + " seconds");
      default -> requests.refuse("reload", member, reply);
    }
  }
}
