package io.hactl.rest.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.DcsException;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.RenewalTiming;
import io.hactl.dcs.codec.ClusterCodec;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.rest.json.JsonText;
import io.hactl.rest.node.AgentApi;
import io.hactl.rest.request.Await;
import io.hactl.rest.request.Refusal;
import io.hactl.rest.request.RequestBody;
import io.hactl.settings.Problem;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET}, {@code PATCH} and {@code PUT /config}: the dynamic configuration. */
public final class ConfigRoutes {

  private static final Logger log = LoggerFactory.getLogger(ConfigRoutes.class);
  private static final int ATTEMPTS = 5;

  private final AgentApi agent;

  /** Routes that read and write the agent's DCS. */
  public ConfigRoutes(AgentApi agent) {
    this.agent = agent;
  }

  /** {@code GET /config}: as it is stored. */
  public void get(Context ctx) {
    Cluster cluster = agent.snapshot().cluster();
    if (!cluster.config().exists()) {
      throw new Refusal(502, "the cluster has no dynamic configuration yet");
    }
    answer(ctx, cluster.config().value());
  }

  /** Merges the body into the configuration; null deletes. */
  public void patch(Context ctx) {
    ObjectNode patch = RequestBody.required(ctx);
    answer(ctx, change(patch, false));
  }

  /** Replaces the configuration by the body. */
  public void put(Context ctx) {
    ObjectNode whole = RequestBody.required(ctx);
    answer(ctx, change(whole, true));
  }

  private DynamicConfig change(ObjectNode body, boolean replace) {
    for (int attempt = 1; ; attempt++) {
      Cluster cluster = Await.result(agent.dcs().read());
      if (!replace && !cluster.config().exists()) {
        throw new Refusal(503, "the cluster has no dynamic configuration to change; PUT one first");
      }
      DynamicConfig current = cluster.config().value();
      DynamicConfig wanted = replace ? DynamicConfig.EMPTY.merge(body) : current.merge(body);
      requireValid(wanted, replace ? DynamicConfig.EMPTY : current, cluster);
      if (cluster.config().exists() && wanted.equals(current)) {
        return current;
      }
      try {
        Await.result(agent.dcs().commit(write(wanted, cluster)));
        log.info("The dynamic configuration was changed over REST");
        return wanted;
      } catch (DcsException e) {
        // Somebody else changed the configuration meanwhile: that change is kept, and this one is
        // put on top.
        if (!(e.failure() instanceof DcsFailure.Conflict) || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** What was wrong before does not stand in the way of another change, such as a pause. */
  private static void requireValid(DynamicConfig wanted, DynamicConfig current, Cluster cluster) {
    List<Problem> problems = new ArrayList<>(wanted.validate());
    problems.addAll(RenewalTiming.watchdogProblems(wanted, cluster));
    problems.removeAll(current.validate());
    problems.removeAll(RenewalTiming.watchdogProblems(current, cluster));
    if (!problems.isEmpty()) {
      throw new Refusal(400, problems.stream().map(Problem::text).collect(Collectors.joining(" ")));
    }
  }

  private static Transaction write(DynamicConfig config, Cluster cluster) {
    return Transaction.builder()
        .ifAt(Keys.CONFIG, cluster.config().modRevision())
        .put(Keys.CONFIG, ClusterCodec.write(config))
        .build();
  }

  private static void answer(Context ctx, DynamicConfig config) {
    ctx.contentType("application/json").result(JsonText.bytes(config.tree()));
  }
}
