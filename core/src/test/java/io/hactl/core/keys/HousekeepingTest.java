package io.hactl.core.keys;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.SESSION;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.ago;
import static io.hactl.core.given.Cast.ended;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Given.aPrimary;
import static io.hactl.core.given.Given.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.Decision;
import io.hactl.core.given.Cast;
import io.hactl.core.given.Given;
import io.hactl.core.memory.Memory;
import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.Purpose;
import io.hactl.core.reason.Creating.StuckInitialize;
import io.hactl.core.reason.Creating.WaitingForCluster;
import io.hactl.core.reason.DataProblem;
import io.hactl.core.reason.Reason;
import io.hactl.core.reason.Replicating.Diverged;
import io.hactl.core.role.Decider;
import io.hactl.core.situation.Situation;
import io.hactl.core.text.ReasonText;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.MemberRole;
import io.hactl.dcs.cluster.MemberState;
import io.hactl.dcs.cluster.Status;
import io.hactl.dcs.codec.ClusterCodec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HousekeepingTest {

  private static Transaction.Builder owned() {
    return Transaction.builder().ifAt(Keys.LEADER, Given.LEADER_AT);
  }

  private static Member member(Given given) {
    Situation o = given.situation();
    return MemberKey.of(o, Decider.decide(o.observation()));
  }

  private static Given onTimeline(int timeline) {
    return aPrimary()
        .inStep()
        .runs(Cast.server(false, timeline, HERE, false, Optional.empty(), Map.of()));
  }

  @Test
  void aMissingMemberKeyIsWrittenOnTheSession() {
    Given given = aReplica().inStep();
    given
        .decide()
        .commits(
            Purpose.MEMBER,
            Transaction.builder()
                .ifAt("members/a", 0)
                .put("members/a", ClusterCodec.write(member(given)), SESSION));
  }

  @Test
  void aMemberKeyThatSaysWhatIsSoIsLeftAlone() {
    Given given = aReplica().inStep();
    Member said = member(given);
    given.withMember("a", a -> said).decide().commitsNo(Purpose.MEMBER);
  }

  @Test
  void aMemberKeyThatMayNotHaveBeenWrittenIsWrittenAgain() {
    Given given = aReplica().inStep();
    Member said = member(given);
    given.withMember("a", a -> said).remembering(Memory::withMemberInDoubt);
    assertThat(given.decide().commit(Purpose.MEMBER)).isPresent();
  }

  @Test
  void aPositionAloneIsWrittenOnceALoop() {
    Given given = aReplica().inStep();
    Member said = member(given);
    given.withMember("a", a -> said);
    var moved = Cast.standby(TIMELINE, new Lsn(HERE.bytes() + 1), true, Optional.of("b"));
    given.runs(moved).decide().commitsNo(Purpose.MEMBER);
    given.remembering(m -> m.withMemberAt(ago(seconds(10))));
    assertThat(given.decide().commit(Purpose.MEMBER)).isPresent();
  }

  @Test
  void aMemberKeyOfAnEarlierSessionIsWrittenAgain() {
    Given given = aReplica().inStep().withMember("a");
    assertThat(given.decide().conditions(Purpose.MEMBER))
        .containsExactly(new Transaction.Condition("members/a", Cast.MEMBER_AT));
  }

  @Test
  void whatNeedsAnOperatorIsSaidInTheMemberKey() {
    Situation s = aReplica().inStep().situation();
    Reason diverged = new Diverged(new DataProblem.RewindInterrupted());
    for (Reason reason : List.of(diverged, new StuckInitialize())) {
      assertThat(MemberKey.of(s, Decision.of(reason)).own().problem())
          .contains(ReasonText.of(reason));
    }
    assertThat(MemberKey.of(s, Decision.of(new WaitingForCluster())).own().problem()).isEmpty();
  }

  @Test
  void whatIsUnderWayCountsMoreThanWhatRuns() {
    var stop = new PostgresTask.Stop(PostgresTask.StopPurpose.SWITCHOVER, true, seconds(60));
    assertThat(member(aPrimary().busyWith(stop)).state()).contains(MemberState.STOPPING);
    assertThat(member(aReplica().inStep()).state()).contains(MemberState.RUNNING);
    assertThat(member(aPrimary().stopped().ending()).state()).contains(MemberState.CRASHED);
    assertThat(
            member(
                    aPrimary()
                        .stopped()
                        .has(Cast.data(DataDirectory.ControlState.SHUT_DOWN, false))
                        .ending())
                .state())
        .contains(MemberState.STOPPED);
  }

  @Test
  void aServerBeingPromotedIsAReplicaUntilItTakesWrites() {
    assertThat(member(aReplica().leads("a", SESSION)).role()).contains(MemberRole.REPLICA);
    assertThat(member(aPrimary()).role()).contains(MemberRole.PRIMARY);
    assertThat(member(aPrimary().stopped().has(Cast.NO_DATA)).role())
        .contains(MemberRole.UNINITIALIZED);
  }

  @Test
  void theLeaderWritesItsPositionOnceALoopWhileItOwnsTheKey() {
    Given given = aPrimary().inStep().status(Lsn.ZERO);
    given.decide().commitsNo(Purpose.STATUS);
    var status = new Status(HERE, Map.of("a", HERE), List.of());
    given
        .remembering(m -> m.withStatusAt(ago(seconds(10))))
        .decide()
        .commits(Purpose.STATUS, owned().put(Keys.STATUS, ClusterCodec.write(status)));
  }

  @Test
  void nobodyElseWritesWhatTheLeaderKeeps() {
    aReplica()
        .noConfigKey()
        .status(Lsn.ZERO)
        .decide()
        .commitsNo(Purpose.STATUS, Purpose.HISTORY, Purpose.CONFIG, Purpose.FAILSAFE);
  }

  @Test
  void theHistoryIsReplacedByWhatPostgresNoted() {
    onTimeline(3)
        .history(ended(1, "x"), ended(2, "promoting"))
        .localHistory(ended(1, "x"), ended(2, "no recovery target specified"))
        .decide()
        .commits(
            Purpose.HISTORY,
            owned()
                .ifAt(Keys.HISTORY, Given.HISTORY_AT)
                .put(
                    Keys.HISTORY,
                    "[[1,256,\"x\"],[2,512,\"no recovery target"
                        + " specified\",\"2026-05-01T12:00:00+00:00\",\"a\"]]"));
  }

  @Test
  void theHistoryIsWrittenWhereATimelineNumberWasLeftOut() {
    assertThat(
            onTimeline(5)
                .history(ended(3, "promoting"))
                .localHistory(ended(3, "x"))
                .decide()
                .commit(Purpose.HISTORY))
        .isPresent();
  }

  @Test
  void theHistoryIsTrimmed() {
    assertThat(
            onTimeline(4)
                .config("{\"max_timelines_history\": 1}")
                .history(ended(1, "x"), ended(2, "x"), ended(3, "x"))
                .localHistory(ended(1, "x"), ended(2, "x"), ended(3, "x"))
                .decide()
                .changes(Purpose.HISTORY))
        .containsExactly(new Transaction.Put(Keys.HISTORY, "[[3,768,\"x\"]]", 0));
  }

  @Test
  void aHistoryThatIsNotReadYetIsNotWritten() {
    onTimeline(3).history(ended(2, "promoting")).decide().commitsNo(Purpose.HISTORY);
    onTimeline(3).history(ended(2, "x")).localHistory().decide().commitsNo(Purpose.HISTORY);
  }

  @Test
  void removedSettingsAreRestoredWithoutThisNodesOwn() {
    aPrimary()
        .config("{\"ttl\":40}")
        .localConfig("{\"postgresql\":{\"use_slots\":false}}")
        .noConfigKey()
        .decide()
        .commits(Purpose.CONFIG, owned().ifAbsent(Keys.CONFIG).put(Keys.CONFIG, "{\"ttl\":40}"));
  }

  @Test
  void theFailsafeMembersAreKeptWhereThatModeIsOn() {
    aPrimary().decide().commitsNo(Purpose.FAILSAFE);
    aPrimary()
        .config("{\"failsafe_mode\": true}")
        .decide()
        .commits(
            Purpose.FAILSAFE,
            owned()
                .ifAbsent(Keys.FAILSAFE)
                .put(Keys.FAILSAFE, "{\"a\":\"http://a:8008/patroni\"}"));
  }

  @Test
  void nothingIsWrittenTwice() {
    onTimeline(3)
        .localHistory(ended(2, "x"))
        .config("{\"failsafe_mode\": true}")
        .noConfigKey()
        .remembering(m -> m.withStatusAt(NOW.minus(seconds(60))))
        .isWriting(Purpose.values())
        .decide()
        .commitsNo(Purpose.values());
  }
}
