package io.hactl.core.role;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.ago;
import static io.hactl.core.given.Cast.asPrimary;
import static io.hactl.core.given.Cast.at;
import static io.hactl.core.given.Cast.data;
import static io.hactl.core.given.Cast.ended;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Elections.takeToPromote;
import static io.hactl.core.given.Given.aCandidate;
import static io.hactl.core.given.Given.aPrimary;

import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.PostgresTask.StartStandby;
import io.hactl.core.model.Purpose;
import io.hactl.core.reason.Electing.StartingWithoutLeader;
import io.hactl.core.reason.Electing.TakingLeaseAsPrimary;
import io.hactl.core.reason.HandingOver.Demoted;
import io.hactl.core.reason.HandingOver.ReadOnlyWithoutDcs;
import io.hactl.dcs.Keys;
import org.junit.jupiter.api.Test;

/** A server that was the primary, or still is, while nobody leads. */
class LeaderlessPrimaryTest {

  @Test
  void aDemotedServerIsReadableWhileTheDcsIsAway() {
    aPrimary()
        .stopped()
        .disconnected()
        .leaseUntil(ago(seconds(1)))
        .decide()
        .because(ReadOnlyWithoutDcs.class)
        .runsA(StartStandby.class);
  }

  @Test
  void aRunningPrimaryTakesTheFreeLeaseWithoutPromotion() {
    aPrimary()
        .nobodyLeads()
        .decide()
        .because(TakingLeaseAsPrimary.class)
        .commits(Purpose.LEADER, takeToPromote(0).put(Keys.HISTORY, "[]"));
  }

  @Test
  void aRunningPrimaryOutsideTheSyncKeyIsStopped() {
    aPrimary().nobodyLeads().sync("b", 0, "c").decide().because(Demoted.class);
  }

  @Test
  void aRunningPrimaryOfAnEndedTimelineIsStopped() {
    aPrimary().nobodyLeads().history(ended(TIMELINE, "promoting")).decide().because(Demoted.class);
  }

  @Test
  void aRunningPrimaryIsStoppedWhereAnotherOneRuns() {
    aPrimary().nobodyLeads().withMember("b", b -> asPrimary(b)).decide().because(Demoted.class);
  }

  @Test
  void aRunningPrimaryIsStoppedWhereAMemberIsOnANewerTimeline() {
    aPrimary()
        .nobodyLeads()
        .withMember("b", b -> at(b, TIMELINE + 1, HERE))
        .decide()
        .because(Demoted.class);
  }

  @Test
  void aCrashedFormerPrimaryWithoutALeaderStartsAsAStandby() {
    aCandidate()
        .stopped()
        .has(data(ControlState.IN_PRODUCTION, false))
        .decide()
        .because(StartingWithoutLeader.class);
  }
}
