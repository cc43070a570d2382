package io.hactl.port;

import io.hactl.core.decision.FenceOrder;
import io.hactl.core.model.FenceView;

/**
 * Stops this node's server, or the whole machine, should the agent not be able to. Called on the
 * loop's thread, and never takes longer than a few milliseconds.
 */
public interface Fence {

  /** No fence, for simulations that have none and for operators who want none. */
  Fence NONE =
      new Fence() {
        @Override
        public void apply(FenceOrder order) {}

        @Override
        public FenceView view() {
          return FenceView.READY;
        }
      };

  /**
   * Arms, moves on or disarms. When it returns after an {@code Arm} and {@link #view} says ready,
   * the fence acts at that moment whatever becomes of the agent.
   */
  void apply(FenceOrder order);

  /** How it stands now. */
  FenceView view();

  /** Calls {@code listener}, on any thread, when what {@link #view} says may have changed. */
  default void onChange(Runnable listener) {}
}
