package io.hactl.runner.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.config.DynamicConfig;
import io.hactl.dcs.memory.InMemoryDcs;
import io.hactl.dcs.memory.InMemoryStore;
import io.hactl.runner.event.Event;
import io.hactl.time.ManualTime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionLeaseTest {

  private static final DynamicConfig CONFIG =
      DynamicConfig.parse("{\"ttl\": 10, \"loop_wait\": 2, \"retry_timeout\": 4}");

  private final ManualTime time = new ManualTime();
  private final SessionLease lease =
      new SessionLease(
          new InMemoryDcs(new InMemoryStore(time, time), time, "/service/demo/"),
          time,
          time,
          this::take);
  private Optional<Event.SessionAlive> last = Optional.empty();
  private boolean loopMoves = true;

  private void take(Event event) {
    if (event instanceof Event.SessionAlive alive) {
      last = Optional.of(alive);
      if (loopMoves) {
        lease.taken();
      }
    }
  }

  private Duration sinceTheLastRenewal() {
    return time.now().since(last.orElseThrow().sentAt());
  }

  @BeforeEach
  void aSessionIsOpen() {
    lease.keep(CONFIG);
    time.advance(Duration.ofMinutes(1));
  }

  @Test
  void aLoopThatMovesKeepsTheSession() {
    assertThat(sinceTheLastRenewal()).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void aLoopThatHangsKeepsNobodyFromLeadingForLongerThanTwoTtls() {
    loopMoves = false;
    time.advance(Duration.ofMinutes(1));
    assertThat(sinceTheLastRenewal()).isGreaterThan(Duration.ofSeconds(45));
  }

  @Test
  void aLoopThatGoesOnHasASessionAgain() {
    long before = last.orElseThrow().session().id();
    loopMoves = false;
    time.advance(Duration.ofMinutes(1));
    loopMoves = true;
    lease.taken();
    time.advance(Duration.ofSeconds(5));
    assertThat(sinceTheLastRenewal()).isLessThan(Duration.ofSeconds(3));
    assertThat(last.orElseThrow().session().id()).isNotEqualTo(before);
  }
}
