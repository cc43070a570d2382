package io.hactl.simulation;

import io.hactl.core.model.HealthView;
import io.hactl.port.Health;

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
