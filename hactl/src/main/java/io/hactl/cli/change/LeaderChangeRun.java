package io.hactl.cli.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.cli.cluster.ClusterHandle;
import io.hactl.cli.connect.Agents.Reply;
import io.hactl.cli.output.WallClock;
import io.hactl.cli.terminal.CliException;
import io.hactl.cli.terminal.ExitCode;
import io.hactl.cli.terminal.Terminal;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Leader;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.codec.ClusterCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Asks for a change of the leader and follows it to its end. */
public final class LeaderChangeRun {

  /** An agent answers when the change is over, for which the old leader may have to stop long. */
  private static final Duration LONGEST_REQUEST = Duration.ofMinutes(10);

  /** What is left after the request was answered: the former leader comes back as a replica. */
  private static final Duration LONGEST_RETURN = Duration.ofSeconds(10);

  private static final Duration LONGEST_MEASUREMENT = Duration.ofSeconds(5);

  private final ClusterHandle handle;
  private final Terminal terminal;
  private final Cluster cluster;
  private final LeaderChange change;
  private final boolean brief;

  /**
   * @param cluster as the operator saw it
   * @param brief print the result only, for scripts
   */
  public LeaderChangeRun(
      ClusterHandle handle,
      Terminal terminal,
      Cluster cluster,
      LeaderChange change,
      boolean brief) {
    this.handle = handle;
    this.terminal = terminal;
    this.cluster = cluster;
    this.change = change;
    this.brief = brief;
  }

  /** Returns the exit code. */
  public int run() {
    Optional<Member> asked = asked();
    try {
      if (change.at().isPresent()) {
        return scheduled(asked);
      }
      return now(asked);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CliException.failed(
          "interrupted; the " + change.kind().verb() + " may still go on, see hactl list", e);
    }
  }

  /** The leader; where there is none the candidate. */
  private Optional<Member> asked() {
    return cluster
        .leaderMember()
        .or(() -> change.candidate().flatMap(cluster::member))
        .filter(member -> member.apiUrl().isPresent());
  }

  private int scheduled(Optional<Member> asked) {
    Optional<Reply> reply = asked.flatMap(this::request);
    if (reply.isEmpty()) {
      writeToDcs();
    } else if (!answered(reply.get())) {
      return ExitCode.FAILED;
    }
    return ExitCode.DONE;
  }

  private int now(Optional<Member> asked) throws InterruptedException {
    Optional<String> leader = cluster.leader().map(Leader::name);
    try (ChangeFollower follower =
            new ChangeFollower(handle.dcs(), leader, brief ? line -> {} : terminal::println);
        OutageMeter meter = meter()) {
      CompletableFuture<Optional<Reply>> answer =
          CompletableFuture.supplyAsync(
              () -> asked.flatMap(this::request), task -> Thread.ofVirtual().start(task));
      follower.follow(answer::isDone, LONGEST_REQUEST);
      Optional<Reply> reply = result(answer);
      if (reply.isEmpty()) {
        writeToDcs();
        awaitNewLeader(follower);
      } else if (!answered(reply.get())) {
        return ExitCode.FAILED;
      }
      if (!brief) {
        follower.follow(follower.steps()::isComplete, LONGEST_RETURN);
      }
      meter.await(LONGEST_MEASUREMENT).ifPresent(this::tellOutage);
    }
    return ExitCode.DONE;
  }

  private static Optional<Reply> result(CompletableFuture<Optional<Reply>> answer) {
    try {
      return answer.getNow(Optional.empty());
    } catch (CompletionException e) {
      throw CliException.failed("the request failed: " + e.getCause(), e);
    }
  }

  private OutageMeter meter() {
    return cluster
        .leaderMember()
        .map(
            primary ->
                OutageMeter.start(
                    handle.agents(),
                    primary,
                    cluster.members().values().stream()
                        .filter(member -> !member.name().equals(primary.name()))
                        .toList()))
        .orElseGet(() -> OutageMeter.none(handle.agents()));
  }

  private Optional<Reply> request(Member member) {
    try {
      return Optional.of(
          handle
              .agents()
              .send(
                  member,
                  "POST",
                  change.kind().verb(),
                  Optional.<JsonNode>of(change.body()),
                  LONGEST_REQUEST));
    } catch (IOException e) {
      terminal.error("Member " + member.name() + " is not accessible: " + e.getMessage());
      return Optional.empty();
    }
  }

  private boolean answered(Reply reply) {
    boolean done = reply.status() == 200 || reply.status() == 202;
    terminal.println(
        done
            ? WallClock.timestamp() + " " + reply.body().strip()
            : change.kind().title()
                + " failed, details: "
                + reply.status()
                + ", "
                + reply.body().strip());
    return done;
  }

  private void tellOutage(Duration outage) {
    terminal.println("Writes were unavailable for %.2f s".formatted(outage.toNanos() / 1e9));
  }

  private void writeToDcs() {
    terminal.println(
        WallClock.timestamp()
            + " Could not "
            + change.kind().verb()
            + " using Patroni api, falling back to DCS");
    Transaction transaction =
        Transaction.builder()
            .ifAt(Keys.FAILOVER, cluster.failover().modRevision())
            .put(Keys.FAILOVER, ClusterCodec.write(change.failover()))
            .build();
    handle
        .commit(transaction)
        .ifPresent(
            conflict -> {
              throw CliException.failed(
                  "somebody else asked for a switchover or failover meanwhile; look at the cluster"
                      + " and try again");
            });
  }

  private void awaitNewLeader(ChangeFollower follower) throws InterruptedException {
    Duration longest = cluster.config().value().ttl().multipliedBy(2);
    if (!brief) {
      terminal.println("Waiting up to " + longest.toSeconds() + " s for an agent to act on it");
    }
    follower.follow(follower.steps()::isPromoted, longest);
    String leader =
        follower
            .steps()
            .newLeader()
            .orElseThrow(
                () ->
                    CliException.failed(
                        "the request stands in the DCS, but no agent has acted on it within "
                            + longest.toSeconds()
                            + " seconds"));
    terminal.println(
        WallClock.timestamp()
            + (change.kind() == LeaderChange.Kind.SWITCHOVER
                ? " Successfully switched over to \""
                : " Successfully failed over to \"")
            + leader
            + "\"");
  }
}
