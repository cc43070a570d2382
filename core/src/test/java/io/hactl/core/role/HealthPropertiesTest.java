package io.hactl.core.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.Action;
import io.hactl.core.given.Outcome;
import io.hactl.core.lease.Initialisation;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.Purpose;
import io.hactl.core.situation.Observation;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.PeerStatus;
import org.junit.jupiter.api.Test;

/** What holds for every decision of an unhealthy node, whatever else is observed. */
class HealthPropertiesTest {

  @Test
  void aServerIsStoppedForAnAilmentOnlyWhereAHealthyMemberAnswered() {
    DecisionPropertiesTest.forAll(
        o ->
            new Outcome(Decider.decide(o))
                .task()
                .filter(t -> t instanceof PostgresTask.Stop s && s.purpose() == StopPurpose.YIELD)
                .ifPresent(
                    t -> {
                      assertThat(o.memory().health().isUnhealthy()).isTrue();
                      assertThat(o.holdsLease() && !o.isPaused()).isTrue();
                      assertThat(hasHealthyStandby(o)).isTrue();
                    }));
  }

  @Test
  void theSessionIsLeftToEndOnlyByALeaderWhoseSuccessorAnswered() {
    DecisionPropertiesTest.forAll(
        o -> {
          if (Decider.decide(o).actions().contains(new Action.StopRenewing())) {
            assertThat(o.holdsLease() && !o.isPaused()).isTrue();
            assertThat(hasHealthyStandby(o)).isTrue();
          }
        });
  }

  @Test
  void whoCouldNotBePromotedNeverTakesTheLeaseToBePromoted() {
    DecisionPropertiesTest.forAll(
        o -> {
          boolean exists =
              o.seenCluster().isPresent()
                  && Situation.in(o).filter(Initialisation::isUnderWay).isEmpty();
          boolean asked = exists && o.seenCluster().orElseThrow().failover().value().isRequested();
          if (o.memory().health().forbidding().isPresent()
              && DecisionPropertiesTest.node(o).server().isStandby()
              && !asked
              && exists
              && o.seenCluster().orElseThrow().leader().isEmpty()) {
            new Outcome(Decider.decide(o))
                .commit(Purpose.LEADER)
                .ifPresent(
                    tx ->
                        assertThat(tx.changes())
                            .noneMatch(
                                c ->
                                    c instanceof Transaction.Put put
                                        && put.key().equals(Keys.LEADER)));
          }
        });
  }

  private static boolean hasHealthyStandby(Observation o) {
    return o.peerAnswers().orElseThrow().answers().values().stream()
        .anyMatch(p -> p.running() && p.inRecovery() && !isUnhealthy(p));
  }

  private static boolean isUnhealthy(PeerStatus peer) {
    return peer.isUnhealthy();
  }
}
