package io.hactl.rest.failover;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Leader;
import io.hactl.rest.node.AgentApi;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Follows the cluster until a switchover or failover that was written has an outcome. */
final class FailoverFollower {

  private final AgentApi agent;

  FailoverFollower(AgentApi agent) {
    this.agent = agent;
  }

  /**
   * Waits for the outcome.
   *
   * @param former who led when the request was written
   * @param writtenAt the revision of the request
   */
  FailoverOutcome follow(
      FailoverRequest request, Optional<String> former, long writtenAt, Duration deadline) {
    CompletableFuture<FailoverOutcome> outcome = new CompletableFuture<>();
    try (AgentApi.Subscription _ =
        agent.onSnapshot(s -> judge(request, former, writtenAt, s.cluster(), outcome))) {
      judge(request, former, writtenAt, agent.snapshot().cluster(), outcome);
      return outcome.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new FailoverOutcome(503, request.kind().title + " status unknown");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new FailoverOutcome(
          503, request.kind().title + " status unknown: the agent is stopping");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static void judge(
      FailoverRequest request,
      Optional<String> former,
      long writtenAt,
      Cluster cluster,
      CompletableFuture<FailoverOutcome> outcome) {
    if (cluster.revision() < writtenAt) {
      return;
    }
    Optional<String> leader = cluster.leader().map(Leader::name);
    if (leader.isPresent() && !leader.equals(former)) {
      outcome.complete(new FailoverOutcome(200, success(request, leader.get())));
    } else if (leader.isPresent() && !cluster.failover().value().isRequested()) {
      // Without a leader the request may be gone because its candidate is just taking over.
      outcome.complete(new FailoverOutcome(503, request.kind().title + " failed"));
    }
  }

  private static String success(FailoverRequest request, String leader) {
    FailoverRequest.Kind kind = request.kind();
    return request.candidate().isEmpty() || request.candidate().get().equals(leader)
        ? "Successfully %s to \"%s\"".formatted(kind.participle, leader)
        : "%s to \"%s\" instead of \"%s\"".formatted(kind.done, leader, request.candidate().get());
  }
}
