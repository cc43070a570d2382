package io.hactl.port;

import io.hactl.core.model.HealthView;

/** Measures what may be wrong with this node, on threads of its own. */
public interface Health {

  /** Nothing is measured. */
  Health NONE = () -> HealthView.HEALTHY;

  /** What was measured last. Called on the loop's thread: never waits for anything. */
  HealthView view();

  /** Calls {@code listener}, on any thread, when what {@link #view} says may have changed. */
  default void onChange(Runnable listener) {}
}
