package io.hactl.core.memory;

import io.hactl.core.model.Fault;
import io.hactl.core.reason.YieldCause;
import io.hactl.dcs.cluster.FaultKind;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong with this node, and what was done about it.
 *
 * @param faults at most one of each kind, in the order of the kinds
 * @param stoppedAt when a server that worked was last stopped so that another member could lead
 * @param stoppedFor why it was, until it is started again, whatever has become of that since
 * @param renewalStopped whether the session is renewed no more, as processes do not end
 */
public record HealthMemory(
    List<Fault> faults,
    Optional<Tick> stoppedAt,
    Optional<YieldCause> stoppedFor,
    boolean renewalStopped) {

  public static final HealthMemory NOTHING =
      new HealthMemory(List.of(), Optional.empty(), Optional.empty(), false);

  /** A node that came back to its own after a stop does not stop again before this is over. */
  private static final Duration STOP_AGAIN = Duration.ofMinutes(1);

  public HealthMemory {
    faults = List.copyOf(faults);
  }

  /** What a leader whose server works yields for; the most hopeless first. */
  public Optional<Fault> reasonToYield() {
    return faults.stream()
        .filter(f -> f.isPresent() && f.kind().endsLeading())
        .max(Comparator.comparing(f -> f.kind().forbidsLeading()));
  }

  /** What rules a promotion out. */
  public Optional<Fault> forbidding() {
    return faults.stream().filter(f -> f.kind().forbidsLeading()).findFirst();
  }

  /** A fault of this kind that is there now. */
  public Optional<Fault> present(FaultKind kind) {
    return faults.stream().filter(f -> f.kind() == kind && f.isPresent()).findFirst();
  }

  public boolean isUnhealthy() {
    return !faults.isEmpty();
  }

  /** Whether a server that works may be stopped for a fault again. */
  public boolean mayStop(Tick now) {
    return stoppedAt.filter(at -> now.isBefore(at.plus(STOP_AGAIN))).isEmpty();
  }

  public HealthMemory withFaults(List<Fault> found) {
    return new HealthMemory(found, stoppedAt, stoppedFor, renewalStopped);
  }

  public HealthMemory withStop(Tick now) {
    YieldCause why =
        reasonToYield()
            .<YieldCause>map(YieldCause.Unhealthy::new)
            .orElseGet(YieldCause.WasUnhealthy::new);
    return new HealthMemory(faults, Optional.of(now), Optional.of(why), renewalStopped);
  }

  public HealthMemory afterStart() {
    return new HealthMemory(faults, stoppedAt, Optional.empty(), renewalStopped);
  }

  HealthMemory withRenewalStopped(boolean value) {
    return new HealthMemory(faults, stoppedAt, stoppedFor, value);
  }
}
