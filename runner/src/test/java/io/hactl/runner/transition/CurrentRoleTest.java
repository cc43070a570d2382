package io.hactl.runner.transition;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Role;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.Self;
import io.hactl.core.reason.Leading.HoldingLease;
import io.hactl.core.reason.Waiting.UnderWay;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.cluster.Tags;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.runner.AgentState;
import io.hactl.time.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CurrentRoleTest {

  private static final DynamicConfig CONFIG =
      DynamicConfig.parse(
          "{\"postgresql\": {\"parameters\": {\"archive_command\": \"push --key=opensesame\"}}}");

  private final Logger logger = (Logger) LoggerFactory.getLogger(LoggedTransitions.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Observation seen = observation();

  private static Observation observation() {
    ManualTime time = new ManualTime();
    Self self =
        new Self(
            "a",
            "postgres://10.0.0.1:5432/postgres",
            "http://10.0.0.1:8008/patroni",
            Optional.empty(),
            "0",
            Tags.NONE,
            CONFIG,
            JsonNodeFactory.instance.objectNode());
    return new AgentState(time.now(), self, "/data", CONFIG).observation(time);
  }

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(logged);
  }

  private void become(CurrentRole current, Role... roles) {
    for (Role role : roles) {
      current.note(Decision.of(new HoldingLease()).in(role), seen);
    }
  }

  @Test
  void aListedChangeIsNotReported() {
    become(
        new CurrentRole(new LoggedTransitions()),
        Role.BEGINNING,
        Role.REPLICA,
        Role.CANDIDATE,
        Role.PRIMARY);
    assertThat(logged.list).isEmpty();
  }

  @Test
  void anUnlistedChangeIsLoggedOnceForEachPair() {
    CurrentRole current = new CurrentRole(new LoggedTransitions());
    become(current, Role.REPLICA, Role.PRIMARY, Role.CANDIDATE, Role.REPLICA, Role.PRIMARY);
    assertThat(logged.list)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getLevel()).isEqualTo(Level.ERROR);
              assertThat(event.getFormattedMessage())
                  .contains("from REPLICA to PRIMARY")
                  .doesNotContain("opensesame");
            });
  }

  @Test
  void aTaskUnderWayIsThatOfTheRoleThatBeganIt() {
    List<Role> reported = new ArrayList<>();
    CurrentRole current = new CurrentRole((from, to, at) -> reported.addAll(List.of(from, to)));
    become(current, Role.REPLICA);
    current.note(Decision.of(new UnderWay(new PostgresTask.KillOrphans())), seen);
    become(current, Role.PRIMARY);
    assertThat(reported).containsExactly(Role.REPLICA, Role.PRIMARY);
  }
}
