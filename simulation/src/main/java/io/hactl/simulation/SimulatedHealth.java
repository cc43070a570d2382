package io.hactl.simulation;

import io.hactl.agent.core.HealthView;
import io.hactl.agent.port.Health;

/** What an agent measures of its node. */
record SimulatedHealth(NodeStorage storage, Gate process) implements Health {

  @Override
  public HealthView view() {
    return storage.view();
  }

  @Override
  public void onChange(Runnable listener) {
    storage.listen(() -> process.run(listener));
  }
}
