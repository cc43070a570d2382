package io.hactl.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hactl.agent.core.Self;
import io.hactl.agent.os.BootTimeSource;
import io.hactl.agent.os.ThreadTimers;
import io.hactl.dcs.Dcs;
import io.hactl.dcs.Tags;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.dcs.memory.InMemoryDcs;
import io.hactl.dcs.memory.InMemoryStore;
import io.hactl.rest.RestClient;
import io.hactl.rest.RestClientSettings;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A key with this node's name is found at the start, and nobody answers at its address. */
@Timeout(30)
class NameGuardTest {

  private final BootTimeSource time = new BootTimeSource();
  private final ThreadTimers timers = new ThreadTimers("name-guard-test", time);
  private final Dcs dcs = new InMemoryDcs(new InMemoryStore(time, timers), timers, "/service/x/");
  private final RestClient peers = new RestClient(RestClientSettings.PLAIN);

  @AfterEach
  void close() {
    dcs.close();
    timers.close();
  }

  private boolean isTaken(String ownInstance) {
    Self self =
        new Self(
            "a",
            "",
            "",
            Optional.empty(),
            "1",
            Tags.NONE,
            DynamicConfig.EMPTY,
            JsonNodeFactory.instance.objectNode(),
            Optional.of(ownInstance),
            Optional.empty());
    return new NameGuard(dcs, peers, time).isTaken(self);
  }

  private void put(String key, String value, long session) {
    dcs.commit(Transaction.builder().put(key, value, session).build()).toCompletableFuture().join();
  }

  private Dcs.Session otherAgent() throws Exception {
    put("config", "{\"ttl\": 2, \"loop_wait\": 1, \"retry_timeout\": \"500ms\"}", 0);
    Dcs.Session session = dcs.openSession(Duration.ofSeconds(2)).toCompletableFuture().join();
    try (ServerSocket free = new ServerSocket(0)) {
      put(
          "members/a",
          "{\"api_url\":\"http://127.0.0.1:%d/patroni\",\"hactl\":{\"instance\":\"other\"}}"
              .formatted(free.getLocalPort()),
          session.id());
    }
    return session;
  }

  @Test
  void theNameIsFreeOnceTheOtherNodesSessionIsOver() throws Exception {
    otherAgent();
    assertThat(isTaken("own")).isFalse();
    assertThat(dcs.read().toCompletableFuture().join().members()).isEmpty();
  }

  @Test
  void theNameIsTakenWhereTheOtherNodeGoesOnRenewing() throws Exception {
    renewAgainAndAgain(otherAgent());
    assertThat(isTaken("own")).isTrue();
  }

  private void renewAgainAndAgain(Dcs.Session session) {
    dcs.renew(session);
    timers.after(Duration.ofMillis(300), () -> renewAgainAndAgain(session));
  }

  @Test
  void thisNodesOwnEarlierLifeIsNoReasonToWait() throws Exception {
    otherAgent();
    assertThat(isTaken("other")).isFalse();
    assertThat(dcs.read().toCompletableFuture().join().members()).containsKey("a");
  }

  @Test
  void anInstanceIsDrawnOnceAndKeptBesideTheData(@TempDir Path folder) {
    Optional<String> drawn = InstanceMark.of(folder.resolve("data"));
    assertThat(drawn).isPresent();
    assertThat(InstanceMark.of(folder.resolve("data"))).isEqualTo(drawn);
    assertThat(InstanceMark.of(folder.resolve("other"))).isPresent().isNotEqualTo(drawn);
    assertThat(folder.resolve("data")).doesNotExist();
  }
}
