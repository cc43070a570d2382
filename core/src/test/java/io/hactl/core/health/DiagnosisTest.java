package io.hactl.core.health;

import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.ago;
import static io.hactl.core.given.Cast.in;
import static io.hactl.core.given.Cast.primary;
import static io.hactl.core.given.Cast.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.memory.HealthMemory;
import io.hactl.core.model.Fault;
import io.hactl.core.model.HealthView;
import io.hactl.core.model.HealthView.Limits;
import io.hactl.core.model.HealthView.Place;
import io.hactl.core.model.ServerState;
import io.hactl.dcs.cluster.FaultKind;
import io.hactl.time.Tick;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What counts as wrong, from when, and until when. */
class DiagnosisTest {

  private static final long MB = 1L << 20;
  private static final Place HEALTHY = place(5_000 * MB, Optional.empty(), Optional.empty());

  private HealthMemory memory = HealthMemory.NOTHING;
  private Optional<Tick> apiSilentSince = Optional.empty();
  private ServerState server = primary();
  private List<Tick> starts = List.of();

  private static Place place(long free, Optional<Tick> writing, Optional<String> failure) {
    return new Place("data", "/data", OptionalLong.of(free), writing, failure);
  }

  private List<FaultKind> at(Tick now, Place... places) {
    HealthView view = new HealthView(Limits.DEFAULT, List.of(places), apiSilentSince);
    memory = Diagnosis.of(memory, view, Optional.of(server), starts, now);
    return memory.faults().stream().map(Fault::kind).toList();
  }

  private static Place free(long megabytes) {
    return place(megabytes * MB, Optional.empty(), Optional.empty());
  }

  @Test
  void nothingMeasuredIsNothingWrong() {
    assertThat(at(NOW)).isEmpty();
    assertThat(at(NOW, HEALTHY)).isEmpty();
    assertThat(memory).isSameAs(HealthMemory.NOTHING);
  }

  @Test
  void aDiskThatWasFullNeedsHalfAsMuchAgain() {
    assertThat(at(NOW, free(100))).isEmpty();
    assertThat(at(NOW, free(99))).containsExactly(FaultKind.DISK_FULL);
    assertThat(at(in(seconds(1)), free(120))).containsExactly(FaultKind.DISK_FULL);
    assertThat(memory.faults().getFirst().since()).isEqualTo(NOW);
    assertThat(at(in(seconds(2)), free(150))).isEmpty();
  }

  @Test
  void theSentenceSaysWhichPathWhatIsFreeAndWhatIsNeeded() {
    at(
        NOW,
        HEALTHY,
        new Place(
            "pg_wal", "/wal", OptionalLong.of(3 * MB / 2), Optional.empty(), Optional.empty()));
    assertThat(memory.faults().getFirst().message())
        .isEqualTo("the file system of /wal (pg_wal) has 1.5 MB free and needs 100.0 MB");
  }

  @Test
  void aWriteThatDoesNotEndHangsFromItsDeadlineOn() {
    Place writing = place(5_000 * MB, Optional.of(NOW), Optional.empty());
    assertThat(at(in(seconds(19)), writing)).isEmpty();
    assertThat(at(in(seconds(20)), writing)).containsExactly(FaultKind.STORAGE_HANGS);
    assertThat(memory.reasonToYield()).isPresent();
  }

  @Test
  void whatHungIsOverOnlyAfterAWhile() {
    at(NOW, place(5_000 * MB, Optional.of(ago(seconds(30))), Optional.empty()));
    assertThat(at(in(seconds(1)), HEALTHY)).containsExactly(FaultKind.STORAGE_HANGS);
    assertThat(memory.reasonToYield()).as("a leader does not yield for it").isEmpty();
    assertThat(memory.forbidding()).as("a candidate does not race").isPresent();
    assertThat(at(in(seconds(10)), HEALTHY)).containsExactly(FaultKind.STORAGE_HANGS);
    assertThat(at(in(seconds(11)), HEALTHY)).isEmpty();
  }

  @Test
  void aWriteThatFailsIsWrongAtOnce() {
    assertThat(at(NOW, place(5_000 * MB, Optional.empty(), Optional.of("it is read-only"))))
        .containsExactly(FaultKind.STORAGE_FAILS);
    assertThat(memory.faults().getFirst().message()).endsWith("fails: it is read-only");
  }

  @Test
  void aServerThatWasUpHangsFromItsDeadlineOn() {
    server = new ServerState.Unresponsive(500, NOW);
    assertThat(at(in(seconds(19)), HEALTHY)).isEmpty();
    assertThat(at(in(seconds(20)), HEALTHY)).containsExactly(FaultKind.SERVER_HANGS);
    server = new ServerState.Starting(500, ago(seconds(100)));
    memory = HealthMemory.NOTHING;
    assertThat(at(in(seconds(20)), HEALTHY)).as("a start has its own time-out").isEmpty();
  }

  @Test
  void threeStartsWithinFiveMinutesAreACrashLoop() {
    starts = List.of(ago(seconds(301)), ago(seconds(100)), NOW);
    assertThat(at(NOW, HEALTHY)).isEmpty();
    starts = List.of(ago(seconds(200)), ago(seconds(100)), NOW);
    assertThat(at(NOW, HEALTHY)).containsExactly(FaultKind.CRASH_LOOP);
    assertThat(memory.reasonToYield()).isEmpty();
  }

  @Test
  void aSilentApiIsToldAndIsNoReasonNeverToLead() {
    apiSilentSince = Optional.of(NOW);
    assertThat(at(NOW, HEALTHY)).containsExactly(FaultKind.API_SILENT);
    assertThat(memory.forbidding()).isEmpty();
  }

  @Test
  void spaceDoesNotMatterWhereTheSettingsSaySo() {
    Limits none = new Limits(0, seconds(20), seconds(20));
    HealthView view = new HealthView(none, List.of(free(0)), Optional.empty());
    assertThat(Diagnosis.of(memory, view, Optional.of(server), starts, NOW).isUnhealthy())
        .isFalse();
  }
}
