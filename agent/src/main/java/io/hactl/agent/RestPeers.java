package io.hactl.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.core.model.FailsafeRequest;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.port.Peers;
import io.hactl.rest.client.RestClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other members, over their REST APIs. */
final class RestPeers implements Peers {

  private static final Logger log = LoggerFactory.getLogger(RestPeers.class);

  private final RestClient client;
  private final String scope;

  RestPeers(RestClient client, String scope) {
    this.client = client;
    this.scope = scope;
  }

  @Override
  public CompletionStage<Map<String, PeerStatus>> ask(Map<String, String> apiUrls, Duration bound) {
    return client.ask(apiUrls, bound);
  }

  @Override
  public CompletionStage<Set<String>> failsafe(
      Map<String, String> apiUrls, FailsafeRequest request, Duration bound) {
    Set<String> agreed = ConcurrentHashMap.newKeySet();
    CompletableFuture<?>[] asked =
        apiUrls.entrySet().stream()
            .map(
                member ->
                    client
                        .send(
                            "POST",
                            member.getValue(),
                            "/failsafe",
                            Optional.of(body(request, member.getKey())),
                            bound)
                        .<Void>handle(
                            (answer, failure) -> {
                              if (failure == null && answer.status() == 200) {
                                agreed.add(member.getKey());
                              } else {
                                log.info(
                                    "failsafe mode: {}: {}",
                                    member.getKey(),
                                    failure == null
                                        ? answer.status() + " " + answer.body()
                                        : failure.toString());
                              }
                              return null;
                            })
                        .toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(asked)
        .completeOnTimeout(null, bound.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(done -> Set.copyOf(agreed));
  }

  private ObjectNode body(FailsafeRequest request, String member) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("scope", scope)
            .put("member", member)
            .put("name", request.name())
            .put("conn_url", request.connUrl())
            .put("api_url", request.apiUrl());
    ObjectNode slots = body.putObject("slots");
    request.slots().forEach((name, lsn) -> slots.put(name, lsn.bytes()));
    return body.put("ttl", request.ttl().toSeconds())
        .put("leader_revision", request.leaderRevision());
  }
}
