package io.hactl.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.model.Divergence.Line;
import io.hactl.core.model.Divergence.Switch;
import io.hactl.dcs.cluster.Lsn;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DivergenceTest {

  private static final Line LEADER_ON_3 = line(3, at(1, 100), at(2, 200));

  @Test
  void theSameTimelineIsNoDivergence() {
    assertThat(standby(line(3, at(1, 100), at(2, 200)), 250, LEADER_ON_3)).isEmpty();
    assertThat(primary(line(1), 250, line(1))).isEmpty();
  }

  @Test
  void aStandbyThatStoppedBeforeTheSwitchFollows() {
    assertThat(standby(line(2, at(1, 100)), 199, LEADER_ON_3)).isEmpty();
    assertThat(standby(line(1), 50, LEADER_ON_3)).isEmpty();
  }

  @Test
  void aStandbyThatStoppedExactlyAtTheSwitchFollows() {
    assertThat(standby(line(2, at(1, 100)), 200, LEADER_ON_3)).isEmpty();
  }

  @Test
  void aStandbyBeyondTheSwitchHasDivergedThere() {
    assertThat(standby(line(2, at(1, 100)), 201, LEADER_ON_3)).contains(new Lsn(200));
    assertThat(standby(line(1), 101, LEADER_ON_3)).contains(new Lsn(100));
  }

  @Test
  void aFormerPrimaryWhoseShutdownCheckpointWasReplicatedFollows() {
    assertThat(primary(line(2, at(1, 100)), 199, LEADER_ON_3)).isEmpty();
  }

  @Test
  void aFormerPrimaryWhoseShutdownCheckpointBeginsAtTheSwitchHasDiverged() {
    assertThat(primary(line(2, at(1, 100)), 200, LEADER_ON_3)).contains(new Lsn(200));
  }

  @Test
  void aNodeOnANewerTimelineThanTheLeaderHasDivergedWhereItLeft() {
    assertThat(primary(line(2, at(1, 100)), 150, line(1))).contains(new Lsn(100));
  }

  @Test
  void aTimelineThatTheLeaderNeverWasOnIsADivergence() {
    Line other = line(2, at(1, 100));
    Line leaderPastIt = line(3, at(1, 100));
    assertThat(standby(other, 120, leaderPastIt)).contains(new Lsn(100));
    assertThat(standby(line(2, at(1, 90)), 120, leaderPastIt)).contains(new Lsn(90));
    assertThat(standby(line(2, at(1, 110)), 120, leaderPastIt)).contains(new Lsn(100));
  }

  @Test
  void twoPromotionsToTheSameNumberAreTwoTimelines() {
    assertThat(primary(line(2, at(1, 80)), 300, line(2, at(1, 100)))).contains(new Lsn(80));
    assertThat(standby(line(2, at(1, 130)), 140, LEADER_ON_3)).contains(new Lsn(100));
  }

  @Test
  void aLostHistoryFileIsTakenAsTheLeaders() {
    assertThat(standby(line(2), 150, LEADER_ON_3)).isEmpty();
    assertThat(standby(line(2), 250, LEADER_ON_3)).contains(new Lsn(200));
  }

  @Test
  void nothingInCommonIsDivergedFromTheStart() {
    assertThat(standby(line(7), 150, LEADER_ON_3)).contains(Lsn.ZERO);
  }

  private static Optional<Lsn> standby(Line local, long end, Line leader) {
    return Divergence.of(local, new Lsn(end), false, leader);
  }

  private static Optional<Lsn> primary(Line local, long end, Line leader) {
    return Divergence.of(local, new Lsn(end), true, leader);
  }

  private static Line line(int timeline, Switch... before) {
    return new Line(timeline, List.of(before));
  }

  private static Switch at(int timeline, long lsn) {
    return new Switch(timeline, new Lsn(lsn));
  }
}
