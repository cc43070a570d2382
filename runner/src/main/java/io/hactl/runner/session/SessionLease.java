package io.hactl.runner.session;

import io.hactl.core.lease.LeaseTiming;
import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.SessionKeeper;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.runner.event.Event;
import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import io.hactl.time.Timers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session behind the lease, renewed on timers of its own, told to the loop as events. A loop
 * that takes none of them in for a whole ttl looks after nothing any more: then the session is left
 * to end, so that another member can lead, until the loop goes on.
 */
public final class SessionLease implements LeaseControl, SessionKeeper.Listener {

  private static final Logger log = LoggerFactory.getLogger(SessionLease.class);

  private static final Duration REOPEN_AFTER = Duration.ofSeconds(1);

  private final SessionKeeper keeper;
  private final TimeSource time;
  private final Timers timers;
  private final Consumer<Event> post;
  private boolean started;
  private DynamicConfig config;
  private Optional<Tick> waitingSince = Optional.empty();
  private boolean suspended;
  private boolean renewalStopped;
  private boolean ended;

  /**
   * @param timers a thread of their own, so that nothing the loop does delays a renewal
   */
  public SessionLease(Dcs dcs, TimeSource time, Timers timers, Consumer<Event> post) {
    this.keeper = new SessionKeeper(dcs, time, timers, this);
    this.time = time;
    this.timers = timers;
    this.post = post;
  }

  @Override
  public synchronized void keep(DynamicConfig changed) {
    config = changed;
    if (renewalStopped) {
      return;
    }
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
  public synchronized void taken() {
    waitingSince = Optional.empty();
    if (suspended) {
      suspended = false;
      started = false;
      log.warn("the loop goes on: the session in the DCS is opened again");
      keep(config);
    }
  }

  @Override
  public synchronized void check() {
    if (started) {
      keeper.renewNow();
    }
  }

  @Override
  public synchronized void stopRenewing() {
    if (renewalStopped || !started) {
      return;
    }
    renewalStopped = true;
    started = false;
    keeper.stop(false);
    log.warn("the session is not renewed any more, so that it ends and another member can lead");
    // A renewal that is on its way may still reach the DCS.
    timers.after(config.ttl().plus(REOPEN_AFTER), this::reopen);
  }

  private synchronized void reopen() {
    renewalStopped = false;
    if (!ended) {
      keep(config);
    }
  }

  private synchronized void tell(Dcs.Session session, Tick sentAt) {
    Tick now = time.now();
    if (waitingSince.filter(since -> !now.isBefore(since.plus(session.ttl()))).isPresent()) {
      suspended = true;
      log.error("the loop has not moved for a whole ttl: the session is not renewed any more");
      keeper.stop(false);
      return;
    }
    waitingSince = waitingSince.or(() -> Optional.of(now));
    post.accept(new Event.SessionAlive(session, sentAt));
  }

  @Override
  public synchronized CompletionStage<Void> end() {
    ended = true;
    return keeper.stop(true);
  }

  @Override
  public void opened(Dcs.Session session, Tick sentAt) {
    tell(session, sentAt);
  }

  @Override
  public void renewed(Dcs.Session session, Tick sentAt) {
    tell(session, sentAt);
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
