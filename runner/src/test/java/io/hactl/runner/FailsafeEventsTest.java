package io.hactl.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.failsafe.FailsafeMember.Answer;
import io.hactl.core.memory.FailsafeMemory.Promise;
import io.hactl.core.reason.FailsafeRefusal;
import io.hactl.rest.node.AgentApi.OperationResult;
import io.hactl.time.Tick;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailsafeEventsTest {

  private static OperationResult refused(FailsafeRefusal why) {
    return FailsafeEvents.inHttp(new Answer.Refused(why));
  }

  @Test
  void whoAsksToGoOnIsAnsweredInHttp() {
    assertThat(FailsafeEvents.inHttp(new Answer.Agreed(new Promise("b", new Tick(0), 7, Map.of()))))
        .isEqualTo(new OperationResult(200, "Accepted"));
    assertThat(refused(new FailsafeRefusal.FailsafeModeOff()).status()).isEqualTo(502);
    assertThat(refused(new FailsafeRefusal.Leads()).status()).isEqualTo(503);
    assertThat(refused(new FailsafeRefusal.InElection()).status()).isEqualTo(503);
    assertThat(refused(new FailsafeRefusal.JustStarted()).status()).isEqualTo(503);
    assertThat(refused(new FailsafeRefusal.AnotherLeads("c")).status()).isEqualTo(503);
  }
}
