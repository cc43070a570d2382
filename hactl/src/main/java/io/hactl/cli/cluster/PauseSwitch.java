package io.hactl.cli.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.cli.connect.Agents.Reply;
import io.hactl.cli.terminal.CliException;
import io.hactl.cli.terminal.ExitCode;
import io.hactl.cli.terminal.Terminal;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns maintenance mode on or off. */
public final class PauseSwitch {

  private final ClusterHandle handle;
  private final Terminal terminal;
  private final boolean paused;

  /**
   * @param paused what it shall be
   */
  public PauseSwitch(ClusterHandle handle, Terminal terminal, boolean paused) {
    this.handle = handle;
    this.terminal = terminal;
    this.paused = paused;
  }

  /**
   * Asks the first member that answers.
   *
   * @return the exit code
   */
  public int turn(boolean wait) {
    Cluster cluster = handle.read();
    if (cluster.config().value().pause() == paused) {
      throw CliException.failed("Cluster is " + (paused ? "already" : "not") + " paused");
    }
    for (Member member : MemberRequests.leaderFirst(cluster)) {
      Optional<Reply> reply = ask(member);
      if (reply.isPresent()) {
        return answered(reply.get(), cluster, wait);
      }
    }
    throw CliException.failed("Can not find accessible cluster member");
  }

  private Optional<Reply> ask(Member member) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (paused) {
      body.put("pause", true);
    } else {
      body.putNull("pause");
    }
    try {
      return Optional.of(
          handle.agents().send(member, "PATCH", "config", Optional.of(body), MemberRequests.QUICK));
    } catch (IOException e) {
      terminal.error("Member " + member.name() + " is not accessible: " + e.getMessage());
      return Optional.empty();
    }
  }

  private int answered(Reply reply, Cluster before, boolean wait) {
    if (reply.status() != 200) {
      terminal.println(
          "Failed: "
              + (paused ? "pause" : "resume")
              + " cluster management status code="
              + reply.status()
              + ", ("
              + reply.body().strip()
              + ")");
      return ExitCode.FAILED;
    }
    if (wait && !noticed(before)) {
      return ExitCode.FAILED;
    }
    terminal.println("Success: cluster management is " + (paused ? "paused" : "resumed"));
    return ExitCode.DONE;
  }

  /** Waits until every member that was there has written that it knows. */
  private boolean noticed(Cluster before) {
    terminal.println(
        "'"
            + (paused ? "pause" : "resume")
            + "' request sent, waiting until it is recognized by all nodes");
    long loopWait = before.config().value().loopWait().toSeconds();
    List<String> names = MemberRequests.leaderFirst(before).stream().map(Member::name).toList();
    Optional<Cluster> last =
        new ClusterWait(handle.dcs())
            .until(cluster -> behind(cluster, names).isEmpty(), Duration.ofSeconds(loopWait + 1));
    List<String> behind = last.map(cluster -> behind(cluster, names)).orElse(names);
    if (!behind.isEmpty()) {
      terminal.println(
          behind.stream().collect(Collectors.joining(", "))
              + " members didn't recognized pause state after "
              + loopWait
              + " seconds");
    }
    return behind.isEmpty();
  }

  private List<String> behind(Cluster cluster, List<String> names) {
    return names.stream()
        .flatMap(name -> cluster.member(name).stream())
        .filter(member -> member.pause() != paused)
        .map(Member::name)
        .toList();
  }
}
