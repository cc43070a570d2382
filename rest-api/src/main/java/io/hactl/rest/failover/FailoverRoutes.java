package io.hactl.rest.failover;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.DcsException;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.cluster.Leader;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.codec.ClusterCodec;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.dcs.election.FailoverRisk;
import io.hactl.rest.client.RestClient;
import io.hactl.rest.failover.FailoverRequest.Kind;
import io.hactl.rest.node.AgentApi;
import io.hactl.rest.request.Await;
import io.hactl.rest.request.Refusal;
import io.hactl.rest.request.RequestBody;
import io.hactl.time.TimeSource;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /switchover}, {@code POST /failover} and {@code DELETE /switchover}. */
public final class FailoverRoutes {

  private static final Logger log = LoggerFactory.getLogger(FailoverRoutes.class);
  private static final Duration ASK_BOUND = Duration.ofSeconds(2);
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 4;

  private final AgentApi agent;
  private final RestClient client;
  private final TimeSource time;
  private final FailoverFollower follower;

  /**
   * Routes that ask candidates before they write a request.
   *
   * @param client asks them; stays the caller's to close
   */
  public FailoverRoutes(AgentApi agent, RestClient client, TimeSource time) {
    this.agent = agent;
    this.client = client;
    this.time = time;
    this.follower = new FailoverFollower(agent);
  }

  /** {@code POST /switchover}: answers when it is over, or 202 when it is planned. */
  public void switchover(Context ctx) {
    request(ctx, Kind.SWITCHOVER);
  }

  /** {@code POST /failover}: answers when it is over. */
  public void failover(Context ctx) {
    request(ctx, Kind.FAILOVER);
  }

  private void request(Context ctx, Kind kind) {
    ObjectNode body = RequestBody.required(ctx);
    for (int attempt = 1; ; attempt++) {
      try {
        FailoverOutcome outcome = tryOnce(kind, body);
        ctx.status(outcome.status()).result(outcome.message());
        return;
      } catch (DcsException e) {
        // Something changed meanwhile, so what was checked may no longer hold.
        if (!(e.failure() instanceof DcsFailure.Conflict) || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private FailoverOutcome tryOnce(Kind kind, ObjectNode body) {
    Cluster cluster = Await.result(agent.dcs().read());
    FailoverRequest request = FailoverRequest.parse(kind, body, cluster, time.wallTime());
    List<Member> candidates = FailoverChecks.candidates(request, cluster);
    if (request.scheduledAt().isEmpty()) {
      FailoverChecks.requireOneGood(
          request,
          cluster,
          candidates,
          Await.result(client.ask(FailoverChecks.apiUrls(candidates), ASK_BOUND)));
    }
    long writtenAt = Await.result(agent.dcs().commit(write(request.key(), cluster)));
    log.info(
        "{} requested: leader {}, candidate {}, time {}",
        request.kind().title,
        request.leader().orElse("any"),
        request.candidate().orElse("any"),
        request.scheduledAt().map(String::valueOf).orElse("now"));
    Optional<String> risk =
        request.candidate().flatMap(candidate -> FailoverRisk.of(cluster, candidate));
    risk.ifPresent(text -> log.warn("{}: {}", request.kind().title, text));
    if (request.scheduledAt().isPresent()) {
      return new FailoverOutcome(202, request.kind().title + " scheduled");
    }
    FailoverOutcome outcome =
        follower.follow(request, cluster.leader().map(Leader::name), writtenAt, deadline(cluster));
    return risk.filter(text -> outcome.status() == 200)
        .map(text -> new FailoverOutcome(200, outcome.message() + "; " + text))
        .orElse(outcome);
  }

  private static Transaction write(Failover failover, Cluster cluster) {
    return Transaction.builder()
        .ifAt(Keys.FAILOVER, cluster.failover().modRevision())
        .ifAt(Keys.LEADER, cluster.leader().map(Leader::modRevision).orElse(0L))
        .put(Keys.FAILOVER, ClusterCodec.write(failover))
        .build();
  }

  private static Duration deadline(Cluster cluster) {
    DynamicConfig config = cluster.config().value();
    Duration wait = config.ttl().plus(config.loopWait());
    return wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait;
  }

  /** {@code DELETE /switchover}: 404 where none is asked for. */
  public void cancel(Context ctx) {
    Cluster cluster = Await.result(agent.dcs().read());
    Failover pending = cluster.failover().value();
    if (!pending.isRequested()) {
      throw new Refusal(404, "no switchover is scheduled");
    }
    Await.result(
        agent
            .dcs()
            .commit(
                Transaction.builder()
                    .ifAt(Keys.FAILOVER, cluster.failover().modRevision())
                    .put(Keys.FAILOVER, ClusterCodec.write(Failover.NONE))
                    .build()));
    log.info("The pending switchover is cancelled");
    ctx.result(
        pending.scheduledAt().isPresent()
            ? "scheduled switchover deleted"
            : "pending switchover deleted");
  }
}
