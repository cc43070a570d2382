package io.hactl.agent.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hactl.agent.core.Self;
import io.hactl.dcs.Tags;
import io.hactl.dcs.config.DynamicConfig;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another program wrote into the DCS, and what of it comes into force. */
class ConfigGateTest {

  private static final DynamicConfig CURRENT =
      DynamicConfig.parse("{\"ttl\": 20, \"loop_wait\": 5}");

  private static Self self(Optional<Duration> margin) {
    return new Self(
        "a",
        "",
        "",
        Optional.empty(),
        "1",
        Tags.NONE,
        DynamicConfig.EMPTY,
        JsonNodeFactory.instance.objectNode(),
        Optional.empty(),
        margin);
  }

  private static DynamicConfig admit(String wanted) {
    return ConfigGate.admit(DynamicConfig.parse(wanted), CURRENT, self(Optional.empty()));
  }

  @Test
  void aSafeConfigurationIsTakenAsItIs() {
    DynamicConfig wanted = DynamicConfig.parse("{\"ttl\": 40, \"pause\": true}");
    assertThat(ConfigGate.admit(wanted, CURRENT, self(Optional.empty()))).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ttl\": \"abc\", \"loop_wait\": 5, \"pause\": true}",
        "{\"ttl\": 1, \"loop_wait\": 1, \"retry_timeout\": 1, \"pause\": true}",
        "{\"ttl\": 20, \"loop_wait\": 10, \"retry_timeout\": 10, \"pause\": true}",
        "{\"ttl\": -5, \"pause\": true}"
      })
  void whatIsNotSafeIsRefusedAndTheRestCounts(String wanted) {
    DynamicConfig admitted = admit(wanted);
    assertThat(admitted.ttl()).hasSeconds(20);
    assertThat(admitted.loopWait()).hasSeconds(5);
    assertThat(admitted.retryTimeout()).isEqualTo(CURRENT.retryTimeout());
    assertThat(admitted.pause()).isTrue();
  }

  @Test
  void aMarginThatLeavesTheWatchdogNoTimeIsRefused() {
    Self withWatchdog = self(Optional.of(Duration.ofSeconds(15)));
    DynamicConfig current = DynamicConfig.parse("{\"ttl\": 40}");
    DynamicConfig wanted =
        DynamicConfig.parse("{\"ttl\": 20, \"loop_wait\": 4, \"retry_timeout\": 8}");
    assertThat(ConfigGate.admit(wanted, current, withWatchdog).ttl()).hasSeconds(40);
    assertThat(ConfigGate.admit(wanted, current, self(Optional.empty()))).isEqualTo(wanted);
    Self half = self(Optional.of(Duration.ofSeconds(-1)));
    assertThat(ConfigGate.admit(wanted, current, half)).isEqualTo(wanted);
  }

  @Test
  void whatWasWrongBeforeDoesNotStandInTheWay() {
    DynamicConfig wrong = DynamicConfig.parse("{\"ttl\": \"abc\"}");
    DynamicConfig wanted = DynamicConfig.parse("{\"ttl\": \"abc\", \"pause\": true}");
    assertThat(ConfigGate.admit(wanted, wrong, self(Optional.empty())).pause()).isTrue();
  }
}
