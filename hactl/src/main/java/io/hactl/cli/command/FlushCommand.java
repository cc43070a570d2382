package io.hactl.cli.command;

import io.hactl.cli.cluster.ClusterHandle;
import io.hactl.cli.cluster.MemberRequests;
import io.hactl.cli.cluster.MemberSelection;
import io.hactl.cli.cluster.RoleFilter;
import io.hactl.cli.connect.Agents.Reply;
import io.hactl.cli.option.MemberOptions;
import io.hactl.cli.option.Subcommand;
import io.hactl.cli.output.WallClock;
import io.hactl.cli.terminal.CliException;
import io.hactl.cli.terminal.ExitCode;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.codec.ClusterCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl flush}. */
@Command(
    name = "flush",
    customSynopsis = "hactl flush [OPTIONS] [CLUSTER [MEMBER...]] restart|switchover",
    description = "Forget a restart or switchover that is scheduled.")
public final class FlushCommand extends Subcommand {

  private static final String FLUSH_RESTART = "flush scheduled restart";

  @Parameters(
      paramLabel = "CLUSTER MEMBER restart|switchover",
      arity = "1..*",
      description = "Which cluster, only which members, and what to forget.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = {"-r", "--role"},
      paramLabel = "ROLE",
      defaultValue = "any",
      converter = RoleFilter.Converter.class,
      description = "Only members with this role: " + RoleFilter.NAMES + ".")
  private RoleFilter role;

  @Option(names = "--force", description = "Ask nothing.")
  private boolean force;

  @Override
  public Integer call() {
    String target = words.getLast();
    if (!target.equals("restart") && !target.equals("switchover")) {
      throw CliException.wrongUsage(
          "Say what to flush at the end: restart or switchover, not '" + target + "'");
    }
    ClusterHandle handle = cluster(words.size() > 1 ? words.getFirst() : null);
    Cluster cluster = handle.read();
    if (target.equals("switchover")) {
      return flushSwitchover(handle, cluster);
    }
    List<String> names = words.size() > 2 ? words.subList(1, words.size() - 1) : List.of();
    return flushRestarts(handle, cluster, names);
  }

  private int flushRestarts(ClusterHandle handle, Cluster cluster, List<String> names) {
    MemberOptions.show(this, handle, cluster);
    MemberSelection selection = new MemberSelection(prompts(), "flush", force);
    List<Member> members = selection.choose(cluster, handle.scope(), names, role, false);
    selection.confirm(members);
    MemberRequests requests = new MemberRequests(handle.agents(), terminal());
    for (Member member : members) {
      if (member.scheduledRestart().isEmpty()) {
        terminal().println("No scheduled restart for member " + member.name());
        continue;
      }
      Optional<Reply> reply =
          requests.send(
              member, FLUSH_RESTART, "DELETE", "restart", Optional.empty(), MemberRequests.QUICK);
      if (reply.isPresent() && reply.get().succeeded()) {
        requests.succeed(FLUSH_RESTART + " for member " + member.name());
      } else if (reply.isPresent()) {
        requests.refuse(FLUSH_RESTART, member, reply.get());
      }
    }
    return requests.exitCode();
  }

  private int flushSwitchover(ClusterHandle handle, Cluster cluster) {
    if (cluster.failover().value().scheduledAt().isEmpty()) {
      terminal().println("No pending scheduled switchover");
      return ExitCode.DONE;
    }
    for (Member member : MemberRequests.leaderFirst(cluster)) {
      Optional<Reply> reply = askToFlush(handle, member);
      if (reply.isPresent() && reply.get().status() == 200) {
        terminal().println("Success: " + reply.get().body().strip());
        return ExitCode.DONE;
      }
      if (reply.isPresent() && reply.get().status() == 404) {
        terminal().println("Failed: " + reply.get().body().strip());
        return ExitCode.FAILED;
      }
    }
    terminal()
        .println(
            WallClock.timestamp()
                + " Could not find any accessible member of cluster "
                + handle.scope());
    return flushInDcs(handle, cluster);
  }

  private Optional<Reply> askToFlush(ClusterHandle handle, Member member) {
    try {
      Reply reply =
          handle
              .agents()
              .send(member, "DELETE", "switchover", Optional.empty(), MemberRequests.QUICK);
      if (reply.status() != 200 && reply.status() != 404) {
        terminal()
            .println(
                "Failed: member="
                    + member.name()
                    + ", status_code="
                    + reply.status()
                    + ", ("
                    + reply.body().strip()
                    + ")");
      }
      return Optional.of(reply);
    } catch (IOException e) {
      terminal().error("Member " + member.name() + " is not accessible: " + e.getMessage());
      return Optional.empty();
    }
  }

  private int flushInDcs(ClusterHandle handle, Cluster cluster) {
    Transaction transaction =
        Transaction.builder()
            .ifAt(Keys.FAILOVER, cluster.failover().modRevision())
            .put(Keys.FAILOVER, ClusterCodec.write(Failover.NONE))
            .build();
    handle
        .commit(transaction)
        .ifPresent(
            conflict -> {
              throw CliException.failed(
                  "the scheduled switchover was changed meanwhile; look at it with hactl list and"
                      + " try again");
            });
    terminal().println("Success: scheduled switchover deleted");
    return ExitCode.DONE;
  }
}
