package io.hactl.agent.fence;

import io.hactl.core.decision.FenceOrder;
import io.hactl.core.model.FenceView;
import io.hactl.port.Fence;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Several fences as one: it is ready when all of them are. */
public final class Fences implements Fence {

  private final List<Fence> parts;

  /**
   * @param parts each gets every order; none: always ready
   */
  public Fences(List<Fence> parts) {
    this.parts = List.copyOf(parts);
  }

  @Override
  public void apply(FenceOrder order) {
    parts.forEach(part -> part.apply(order));
  }

  @Override
  public FenceView view() {
    List<FenceView> views = parts.stream().map(Fence::view).toList();
    FenceView first = views.stream().filter(v -> !v.ready()).findFirst().orElse(FenceView.READY);
    Optional<Duration> resetAfter =
        views.stream().flatMap(v -> v.resetAfter().stream()).min(Comparator.naturalOrder());
    return new FenceView(
        first.ready(),
        first.problem(),
        first.since(),
        resetAfter,
        views.stream().anyMatch(FenceView::watchdogFailed),
        views.stream().flatMap(v -> v.inherited().stream()).min(Comparator.naturalOrder()));
  }

  @Override
  public void onChange(Runnable listener) {
    parts.forEach(part -> part.onChange(listener));
  }
}
