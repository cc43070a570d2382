package io.hactl.core.health;

import io.hactl.core.memory.HealthMemory;
import io.hactl.core.model.Fault;
import io.hactl.core.model.HealthView;
import io.hactl.core.model.HealthView.Limits;
import io.hactl.core.model.HealthView.Place;
import io.hactl.core.model.ServerState;
import io.hactl.dcs.cluster.FaultKind;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * From what is measured to what is wrong. A fault begins when its limit is passed and ends only
 * when it has been gone for a while, so that a value that moves around its limit moves no lease.
 */
public final class Diagnosis {

  /** What hung or failed counts until nothing has been wrong with it for so long. */
  static final Duration SETTLING = Duration.ofSeconds(10);

  private static final long MEGABYTE = 1L << 20;

  private final HealthMemory before;
  private final HealthView view;
  private final Optional<ServerState> server;
  private final List<Tick> primaryStarts;
  private final Tick now;

  private Diagnosis(
      HealthMemory before,
      HealthView view,
      Optional<ServerState> server,
      List<Tick> primaryStarts,
      Tick now) {
    this.before = before;
    this.view = view;
    this.server = server;
    this.primaryStarts = primaryStarts;
    this.now = now;
  }

  /** What is wrong now. */
  public static HealthMemory of(
      HealthMemory before,
      HealthView view,
      Optional<ServerState> server,
      List<Tick> primaryStarts,
      Tick now) {
    return new Diagnosis(before, view, server, primaryStarts, now).made();
  }

  private HealthMemory made() {
    List<Fault> faults = new ArrayList<>();
    for (FaultKind kind : FaultKind.values()) {
      Optional<Fault> known = before.faults().stream().filter(a -> a.kind() == kind).findFirst();
      Optional<String> present = present(kind, known.isPresent());
      if (present.isPresent()) {
        String message = known.map(Fault::message).orElse(present.get());
        Tick since = known.map(Fault::since).orElse(now);
        faults.add(new Fault(kind, message, since, Optional.empty()));
      } else {
        known.flatMap(this::settling).ifPresent(faults::add);
      }
    }
    return faults.equals(before.faults()) ? before : before.withFaults(faults);
  }

  /** A known fault that is not measured any more, but has only just gone; empty: it is over. */
  private Optional<Fault> settling(Fault known) {
    boolean hasItsOwnMargin =
        known.kind() == FaultKind.DISK_FULL || known.kind() == FaultKind.CRASH_LOOP;
    Tick gone = known.goneSince().orElse(now);
    return hasItsOwnMargin || !now.isBefore(gone.plus(SETTLING))
        ? Optional.empty()
        : Optional.of(new Fault(known.kind(), known.message(), known.since(), Optional.of(gone)));
  }

  /** What can be said of a fault of this kind; empty: there is none now. */
  private Optional<String> present(FaultKind kind, boolean known) {
    return switch (kind) {
      case DISK_FULL -> firstOf(place -> full(place, known));
      case STORAGE_FAILS -> firstOf(this::failing);
      case STORAGE_HANGS -> firstOf(this::hanging);
      case SERVER_HANGS -> serverHangs();
      case CRASH_LOOP -> crashLoop();
      case API_SILENT ->
          view.apiSilentSince().map(since -> "the agent's own REST API gives the agent no answer");
    };
  }

  private Optional<String> firstOf(Function<Place, Optional<String>> look) {
    return view.places().stream().map(look).flatMap(Optional::stream).findFirst();
  }

  private Optional<String> full(Place place, boolean known) {
    Limits limits = view.limits();
    long needed = known ? limits.enoughAfterFull() : limits.minFreeSpace();
    return place.freeBytes().isPresent() && place.freeBytes().getAsLong() < needed
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "the file system of %s (%s) has %.1f MB free and needs %.1f MB",
                place.path(),
                place.name(),
                (double) place.freeBytes().getAsLong() / MEGABYTE,
                (double) needed / MEGABYTE))
        : Optional.empty();
  }

  private Optional<String> failing(Place place) {
    return place
        .failure()
        .map(
            failure ->
                "writing to the file system of %s (%s) fails: %s"
                    .formatted(place.path(), place.name(), failure));
  }

  private Optional<String> hanging(Place place) {
    Duration deadline = view.limits().ioDeadline();
    return place
        .writingSince()
        .filter(since -> !now.isBefore(since.plus(deadline)))
        .map(
            since ->
                "a write to the file system of %s (%s) has not ended within %s"
                    .formatted(place.path(), place.name(), seconds(deadline)));
  }

  private Optional<String> serverHangs() {
    Duration deadline = view.limits().serverDeadline();
    return server
        .filter(
            s -> s instanceof ServerState.Unresponsive u && !now.isBefore(u.since().plus(deadline)))
        .map(s -> "PostgreSQL has given new connections no answer for " + seconds(deadline));
  }

  private Optional<String> crashLoop() {
    return CrashLoop.isOne(primaryStarts, now)
        ? Optional.of(
            "PostgreSQL was started as the primary %d times within %d minutes"
                .formatted(CrashLoop.STARTS, CrashLoop.WINDOW.toMinutes()))
        : Optional.empty();
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
