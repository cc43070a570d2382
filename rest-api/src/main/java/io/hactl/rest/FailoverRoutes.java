package io.hactl.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.Cluster;
import io.hactl.dcs.ClusterCodec;
import io.hactl.dcs.DcsException;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.Failover;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Leader;
import io.hactl.dcs.Member;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.rest.FailoverRequest.Kind;
import io.hactl.time.TimeSource;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /switchover}, {@code POST /failover} and {@code DELETE /switchover}. */
final class FailoverRoutes {

  private static final Logger log = LoggerFactory.getLogger(FailoverRoutes.class);
  private static final Duration SURVEY_BOUND = Duration.ofSeconds(2);
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 4;

  private final AgentApi agent;
  private final RestClient client;
  private final TimeSource time;
  private final FailoverFollower follower;

  FailoverRoutes(AgentApi agent, RestClient client, TimeSource time) {
    this.agent = agent;
    this.client = client;
    this.time = time;
    this.follower = new FailoverFollower(agent);
  }

  void request(Context ctx, Kind kind) {
    ObjectNode body = RequestBody.required(ctx);
    for (int attempt = 1; ; attempt++) {
      try {
        Outcome outcome = tryOnce(kind, body);
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

  private Outcome tryOnce(Kind kind, ObjectNode body) {
    Cluster cluster = Waiting.on(agent.dcs().read());
    FailoverRequest request = FailoverRequest.parse(kind, body, cluster, time.wallTime());
    List<Member> candidates = FailoverChecks.candidates(request, cluster);
    if (request.scheduledAt().isEmpty()) {
      FailoverChecks.requireOneGood(
          request, Waiting.on(client.survey(FailoverChecks.apiUrls(candidates), SURVEY_BOUND)));
    }
    long writtenAt = Waiting.on(agent.dcs().commit(write(request.key(), cluster)));
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
      return new Outcome(202, request.kind().title + " scheduled");
    }
    Outcome outcome =
        follower.follow(request, cluster.leader().map(Leader::name), writtenAt, deadline(cluster));
    return risk.filter(text -> outcome.status() == 200)
        .map(text -> new Outcome(200, outcome.message() + "; " + text))
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

  void cancel(Context ctx) {
    Cluster cluster = Waiting.on(agent.dcs().read());
    Failover pending = cluster.failover().value();
    if (!pending.isRequested()) {
      throw new Refusal(404, "no switchover is scheduled");
    }
    Waiting.on(
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
