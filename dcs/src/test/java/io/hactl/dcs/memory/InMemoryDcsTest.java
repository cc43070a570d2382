package io.hactl.dcs.memory;

import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsContract;
import io.hactl.dcs.Keys;
import io.hactl.time.ManualTime;
import java.time.Duration;

class InMemoryDcsTest extends DcsContract {

  private final ManualTime time = new ManualTime();
  private final InMemoryStore store = new InMemoryStore(time, time);

  @Override
  protected Dcs connect() {
    return new InMemoryDcs(store, time, Keys.prefix("service", "test"));
  }

  @Override
  protected Duration tick() {
    Duration step = Duration.ofMillis(20);
    time.advance(step);
    return step;
  }

  @Override
  protected void breakWatches(Runnable whileAway) {
    store.breakWatches();
    whileAway.run();
  }
}
