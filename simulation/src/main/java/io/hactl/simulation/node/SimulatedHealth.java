package io.hactl.simulation.node;

import io.hactl.core.model.HealthView;
import io.hactl.port.Health;
import io.hactl.simulation.nature.Gate;
import io.hactl.simulation.postgres.NodeStorage;

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
