package io.hactl.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.cli.cluster.ClusterHandle;
import io.hactl.cli.cluster.MemberRequests;
import io.hactl.cli.cluster.MemberSelection;
import io.hactl.cli.cluster.RoleFilter;
import io.hactl.cli.connect.Agents.Reply;
import io.hactl.cli.option.MemberOptions;
import io.hactl.cli.option.Subcommand;
import io.hactl.cli.terminal.CliException;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.MemberState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl reinit}. */
@Command(name = "reinit", description = "Replace replicas' data by a new base backup.")
public final class ReinitCommand extends Subcommand {

  private static final String ACTION = "reinitialize";
  private static final long POLL_MILLIS = 500;

  @Parameters(index = "0", paramLabel = "CLUSTER", arity = "0..1", description = "Its name.")
  private String scope;

  @Parameters(
      index = "1..*",
      paramLabel = "MEMBER",
      arity = "0..*",
      description = "The replicas to reinitialize.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--force", description = "Ask nothing, and give up what the agent is doing.")
  private boolean force;

  @Option(names = "--from-leader", description = "Take the base backup from the leader.")
  private boolean fromLeader;

  @Option(names = "--wait", description = "Wait until it is done.")
  private boolean wait;

  @Override
  public Integer call() {
    ClusterHandle handle = cluster(scope);
    Cluster cluster = handle.read();
    MemberOptions.show(this, handle, cluster);
    MemberSelection selection = new MemberSelection(prompts(), ACTION, force);
    List<Member> members =
        selection.choose(cluster, handle.scope(), names, RoleFilter.REPLICA, true);
    selection.confirm(members);
    MemberRequests requests = new MemberRequests(handle.agents(), terminal());
    List<Member> started = members.stream().filter(m -> start(requests, m)).toList();
    if (wait && !started.isEmpty()) {
      waitFor(handle, new ArrayList<>(started));
    }
    return requests.exitCode();
  }

  private boolean start(MemberRequests requests, Member member) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("force", force).put("from_leader", fromLeader);
    while (true) {
      Optional<Reply> reply =
          requests.send(
              member, ACTION, "POST", ACTION, Optional.<JsonNode>of(body), MemberRequests.QUICK);
      if (reply.isEmpty()) {
        return false;
      }
      if (reply.get().succeeded()) {
        requests.succeed(ACTION + " for member " + member.name());
        return true;
      }
      boolean busy = reply.get().body().strip().endsWith(" already in progress");
      if (busy && !body.get("force").asBoolean()) {
        terminal().println(member.name() + ": " + reply.get().body().strip());
        if (prompts().confirm("Do you want to cancel it and reinitialize anyway?")) {
          body.put("force", true);
          continue;
        }
      }
      requests.refuse(ACTION, member, reply.get());
      return false;
    }
  }

  private void waitFor(ClusterHandle handle, List<Member> waiting) {
    terminal()
        .println(
            "Waiting for reinitialize to complete on: "
                + waiting.stream().map(Member::name).collect(Collectors.joining(", ")));
    while (!waiting.isEmpty()) {
      pause();
      for (Member member : List.copyOf(waiting)) {
        if (isDone(handle, member)) {
          terminal().println("Reinitialize is completed on: " + member.name());
          waiting.remove(member);
        }
      }
    }
  }

  /** No answer, and none that can be read, may come from an agent that is busy: ask again. */
  private static boolean isDone(ClusterHandle handle, Member member) {
    try {
      Reply reply =
          handle.agents().send(member, "GET", "patroni", Optional.empty(), MemberRequests.QUICK);
      String state = new JsonMapper().readTree(reply.body()).path("state").asText("");
      return !state.isEmpty() && !state.equals(MemberState.CREATING_REPLICA.text());
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CliException.failed("interrupted while waiting; the base backup goes on", e);
    }
  }
}
