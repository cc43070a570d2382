package io.hactl.core.memory;

import io.hactl.core.model.Ailment;
import io.hactl.core.reason.YieldCause;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong with this node, and what was done about it.
 *
 * @param ailments at most one of each kind, in the order of the kinds
 * @param stoppedAt when a server that worked was last stopped so that another member could lead
 * @param stoppedFor why it was, until it is started again, whatever has become of that since
 * @param lettingGo whether the session is left to end by itself, as processes do not end
 */
public record HealthMemory(
    List<Ailment> ailments,
    Optional<Tick> stoppedAt,
    Optional<YieldCause> stoppedFor,
    boolean lettingGo) {

  public static final HealthMemory NOTHING =
      new HealthMemory(List.of(), Optional.empty(), Optional.empty(), false);

  /** A node that came back to its own after a stop does not stop again before this is over. */
  private static final Duration STOP_AGAIN = Duration.ofMinutes(1);

  public HealthMemory {
    ailments = List.copyOf(ailments);
  }

  /** What a leader whose server works yields for; the most hopeless first. */
  public Optional<Ailment> reasonToYield() {
    return ailments.stream()
        .filter(a -> a.isFelt() && a.kind().endsLeading())
        .max(Comparator.comparing(a -> a.kind().forbidsLeading()));
  }

  /** What rules a promotion out. */
  public Optional<Ailment> forbidding() {
    return ailments.stream().filter(a -> a.kind().forbidsLeading()).findFirst();
  }

  /** An ailment of this kind that is felt now. */
  public Optional<Ailment> felt(Ailment.Kind kind) {
    return ailments.stream().filter(a -> a.kind() == kind && a.isFelt()).findFirst();
  }

  public boolean isIll() {
    return !ailments.isEmpty();
  }

  /** Whether a server that works may be stopped for an ailment again. */
  public boolean mayStop(Tick now) {
    return stoppedAt.filter(at -> now.isBefore(at.plus(STOP_AGAIN))).isEmpty();
  }

  public HealthMemory withAilments(List<Ailment> found) {
    return new HealthMemory(found, stoppedAt, stoppedFor, lettingGo);
  }

  public HealthMemory withStop(Tick now) {
    YieldCause why =
        reasonToYield().<YieldCause>map(YieldCause.Ill::new).orElseGet(YieldCause.WasIll::new);
    return new HealthMemory(ailments, Optional.of(now), Optional.of(why), lettingGo);
  }

  public HealthMemory afterStart() {
    return new HealthMemory(ailments, stoppedAt, Optional.empty(), lettingGo);
  }

  HealthMemory withLettingGo(boolean value) {
    return new HealthMemory(ailments, stoppedAt, stoppedFor, value);
  }
}
