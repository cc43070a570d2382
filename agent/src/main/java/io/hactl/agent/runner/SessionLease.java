package io.hactl.agent.runner;

import io.hactl.agent.core.LeaseTiming;
import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.DynamicConfig;
import io.hactl.dcs.SessionKeeper;
import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import io.hactl.time.Timers;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The session behind the lease, renewed on timers of its own, told to the loop as events. */
public final class SessionLease implements LeaseControl, SessionKeeper.Listener {

  private static final Logger log = LoggerFactory.getLogger(SessionLease.class);

  private final SessionKeeper keeper;
  private final Consumer<Event> post;
  private boolean started;

  /**
   * @param timers a thread of their own, so that nothing the loop does delays a renewal
   */
  public SessionLease(Dcs dcs, TimeSource time, Timers timers, Consumer<Event> post) {
    this.keeper = new SessionKeeper(dcs, time, timers, this);
    this.post = post;
  }

  @Override
  public void keep(DynamicConfig config) {
    Duration ttl = config.ttl();
    Duration renewEvery = LeaseTiming.renewEvery(ttl, config.loopWait());
    Duration retryEvery = LeaseTiming.retryEvery(ttl);
    if (started) {
      keeper.update(ttl, renewEvery, retryEvery);
    } else {
      started = true;
      keeper.start(ttl, renewEvery, retryEvery);
    }
  }

  @Override
  public CompletionStage<Void> end() {
    return keeper.stop(true);
  }

  @Override
  public void opened(Dcs.Session session, Tick sentAt) {
    post.accept(new Event.SessionAlive(session, sentAt));
  }

  @Override
  public void renewed(Dcs.Session session, Tick sentAt) {
    post.accept(new Event.SessionAlive(session, sentAt));
  }

  @Override
  public void lost(Dcs.Session session) {
    post.accept(new Event.SessionLost(session));
  }

  @Override
  public void failing(DcsFailure why) {
    log.warn("the session could not be renewed: {}", why.message());
  }
}
