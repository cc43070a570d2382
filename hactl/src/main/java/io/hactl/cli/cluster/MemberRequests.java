package io.hactl.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.cli.connect.Agents;
import io.hactl.cli.connect.Agents.Reply;
import io.hactl.cli.terminal.ExitCode;
import io.hactl.cli.terminal.Terminal;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends requests to members one after the other and keeps in mind whether one failed. */
public final class MemberRequests {

  /** For what is answered at once. */
  public static final Duration QUICK = Duration.ofSeconds(10);

  /** For what is answered when PostgreSQL has stopped and started. */
  public static final Duration LONG = Duration.ofHours(1);

  private final Agents agents;
  private final Terminal terminal;
  private boolean failed;

  /** None was sent yet, so nothing has failed. */
  public MemberRequests(Agents agents, Terminal terminal) {
    this.agents = agents;
    this.terminal = terminal;
  }

  /**
   * Sends a request; where there is no answer at all, says so and returns nothing.
   *
   * @param action what it is called in the message: {@code restart}
   */
  public Optional<Reply> send(
      Member member,
      String action,
      String method,
      String path,
      Optional<JsonNode> body,
      Duration timeout) {
    try {
      return Optional.of(agents.send(member, method, path, body, timeout));
    } catch (IOException e) {
      fail(action + " for member " + member.name() + ", no answer (" + e.getMessage() + ")");
      return Optional.empty();
    }
  }

  /** Says that something was done. */
  public void succeed(String message) {
    terminal.println("Success: " + message);
  }

  /** Says that something was not done; {@link #exitCode} tells it from now on. */
  public void fail(String message) {
    failed = true;
    terminal.println("Failed: " + message);
  }

  /** The member answered, and the answer is no. */
  public void refuse(String action, Member member, Reply reply) {
    fail(
        action
            + " for member "
            + member.name()
            + ", status code="
            + reply.status()
            + ", ("
            + reply.body().strip()
            + ")");
  }

  /** {@link ExitCode#FAILED} if anything failed, {@link ExitCode#DONE} otherwise. */
  public int exitCode() {
    return failed ? ExitCode.FAILED : ExitCode.DONE;
  }

  /** Every member that has a REST API, the leader first. */
  public static List<Member> leaderFirst(Cluster cluster) {
    List<Member> members = new ArrayList<>();
    cluster.leaderMember().ifPresent(members::add);
    cluster.members().values().stream()
        .filter(member -> !cluster.isLeader(member.name()))
        .forEach(members::add);
    members.removeIf(member -> member.apiUrl().isEmpty());
    return members;
  }
}
