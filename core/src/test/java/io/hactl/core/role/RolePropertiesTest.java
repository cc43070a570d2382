package io.hactl.core.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Role;
import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.ServerState;
import io.hactl.core.situation.NodeSituation;
import io.hactl.core.situation.Observation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for the role of every decision, whatever is observed. */
class RolePropertiesTest {

  @Test
  void everyDecisionIsThatOfARoleUnlessTheRoleIsInterrupted() {
    DecisionPropertiesTest.forAll(
        o -> {
          Decision decision = Decider.decide(o);
          assertThat(decision.role().isPresent() || isInterrupted(o, decision)).isTrue();
          assertThat(decision.role().isPresent() && o.running().isPresent()).isFalse();
        });
  }

  private static boolean isInterrupted(Observation o, Decision decision) {
    NodeSituation n = DecisionPropertiesTest.node(o);
    return o.running().isPresent()
        || decision.isWaitingForView()
        || n.data() instanceof DataDirectory.Unusable
        || n.server().equals(new ServerState.Stopped(true));
  }

  @Test
  void whoDecidesAsTheLeaderHoldsTheLease() {
    List<Role> leaders = List.of(Role.PRIMARY, Role.SWITCHOVER, Role.PAUSED_LEADER);
    DecisionPropertiesTest.forAll(
        o ->
            Decider.decide(o)
                .role()
                .filter(leaders::contains)
                .ifPresent(role -> assertThat(o.holdsLease()).isTrue()));
  }

  @Test
  void whoDecidesAsAReplicaSeesAnotherLead() {
    DecisionPropertiesTest.forAll(
        o ->
            Decider.decide(o)
                .role()
                .filter(Role.REPLICA::equals)
                .ifPresent(role -> assertThat(o.anotherLeads()).isTrue()));
  }
}
