package io.hactl.dcs;

import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import io.hactl.time.Timers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * Keeps one session alive, and opens another when it is lost. May be called from any thread; works
 * and calls its listener on the timers' thread alone.
 *
 * <p>Closed → opening → open; lost → opening; a changed ttl: open, and opening the next beside it;
 * ended by the DCS before its time: replacing → open, or lost.
 */
public final class SessionKeeper {

  /** How long a session that the DCS has ended too early may take to be replaced. */
  private static final Duration REPLACE_WITHIN = Duration.ofSeconds(1);

  private final Dcs dcs;
  private final TimeSource time;
  private final Timers timers;
  private final Listener listener;

  private boolean running;
  private Pace pace;
  private Dcs.Session session;
  private Duration sessionAskedTtl;
  private Tick lastSent;
  private boolean replacing;

  /** Counts attempts; the answers to all but the newest one only count if they are good news. */
  private long attempt;

  /** Distinguishes one life between {@link #start} and {@link #stop} from the next. */
  private long life;

  private Timers.Timer nextAttempt = () -> {};
  private Timers.Timer expiry = () -> {};
  private Timers.Timer replacement = () -> {};

  private record Pace(Duration ttl, Duration renewEvery, Duration retryEvery) {}

  /** Told what becomes of the session; on the timers' thread. */
  public interface Listener {

    /**
     * A session is open. If there was one before that was not lost, it is not renewed any more and
     * ends by itself when its ttl is over, or the DCS has ended it too early: move what lives on
     * it.
     *
     * @param sentAt just before the request was sent; the ttl counts from here
     */
    void opened(Dcs.Session session, Tick sentAt);

    /**
     * @param sentAt just before the request was sent; the ttl counts from here
     */
    void renewed(Dcs.Session session, Tick sentAt);

    /**
     * The session is gone and was not replaced within a second, or its ttl is over without a
     * renewal that is known to have succeeded. Another one is being opened.
     */
    void lost(Dcs.Session session);

    /** A request failed and will be tried again. */
    void failing(DcsFailure why);
  }

  public SessionKeeper(Dcs dcs, TimeSource time, Timers timers, Listener listener) {
    this.dcs = dcs;
    this.time = time;
    this.timers = timers;
    this.listener = listener;
  }

  /**
   * Opens the session.
   *
   * @param renewEvery from one successful request to the next one
   * @param retryEvery from a failed request to the next one
   */
  public void start(Duration ttl, Duration renewEvery, Duration retryEvery) {
    later(
        () -> {
          running = true;
          life++;
          pace = new Pace(ttl, renewEvery, retryEvery);
          send();
        });
  }

  /** Changes the pace; another ttl needs another session, which is opened at once. */
  public void update(Duration ttl, Duration renewEvery, Duration retryEvery) {
    later(
        () -> {
          Pace next = new Pace(ttl, renewEvery, retryEvery);
          if (running && !next.equals(pace)) {
            pace = next;
            send();
          }
        });
  }

  /** Finds out at once whether the session is still there. */
  public void renewNow() {
    later(
        () -> {
          if (running && !replacing) {
            send();
          }
        });
  }

  /**
   * Ends it; the listener hears nothing more.
   *
   * @param revoke whether the session, and every key on it, shall be gone at once
   * @return completes when that is done; exceptionally as {@link Dcs#revoke}
   */
  public CompletionStage<Void> stop(boolean revoke) {
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    later(
        () -> {
          running = false;
          life++;
          nextAttempt.cancel();
          expiry.cancel();
          Optional<Dcs.Session> open =
              Optional.ofNullable(session).filter(s -> revoke && !replacing);
          replaced();
          session = null;
          open.map(dcs::revoke)
              .orElse(CompletableFuture.completedFuture(null))
              .whenComplete(
                  (done, error) -> {
                    if (error == null) {
                      stopped.complete(null);
                    } else {
                      stopped.completeExceptionally(error);
                    }
                  });
        });
    return stopped;
  }

  private void later(Runnable task) {
    timers.after(Duration.ZERO, task);
  }

  /** Renews the session, or opens one where there is none of the right ttl. */
  private void send() {
    long number = ++attempt;
    Tick sentAt = time.now();
    // Where no answer comes at all, the next attempt does not wait for it.
    next(pace.renewEvery());
    if (session != null && !replacing) {
      Dcs.Session renewing = session;
      answer(dcs.renew(renewing), (done, error) -> renewAnswered(renewing, sentAt, number, error));
    }
    if (needsAnother(pace.ttl())) {
      Duration asked = pace.ttl();
      answer(
          dcs.openSession(asked),
          (opened, error) -> openAnswered(opened, asked, sentAt, number, error));
    }
  }

  private boolean needsAnother(Duration ttl) {
    return session == null || replacing || !sessionAskedTtl.equals(ttl);
  }

  private <T> void answer(CompletionStage<T> stage, BiConsumer<T, Throwable> then) {
    long mine = life;
    stage.whenComplete(
        (value, error) ->
            later(
                () -> {
                  if (mine == life) {
                    then.accept(value, error);
                  } else if (value instanceof Dcs.Session unwanted) {
                    dcs.revoke(unwanted);
                  }
                }));
  }

  private void renewAnswered(Dcs.Session renewed, Tick sentAt, long number, Throwable error) {
    if (renewed != session || replacing) {
      return;
    }
    if (error == null) {
      if (lastSent.isBefore(sentAt)) {
        succeeded(sentAt, number);
        listener.renewed(session, sentAt);
      }
    } else if (DcsException.failureOf(error) instanceof DcsFailure.Conflict) {
      gone();
    } else {
      failed(number, error);
    }
  }

  /**
   * The DCS does not know the session any more. One that has time left by its own clock was ended
   * by mistake, and whoever holds something on it is better off with another one at once than
   * without any.
   */
  private void gone() {
    replacing = true;
    replacement = timers.after(REPLACE_WITHIN, this::lost);
    send();
  }

  private void replaced() {
    replacing = false;
    replacement.cancel();
  }

  private void openAnswered(
      Dcs.Session opened, Duration asked, Tick sentAt, long number, Throwable error) {
    if (error != null) {
      failed(number, error);
      return;
    }
    boolean wanted = asked.equals(pace.ttl()) && needsAnother(asked);
    boolean alive = time.now().isBefore(sentAt.plus(opened.ttl()));
    if (!wanted || !alive) {
      dcs.revoke(opened); // nothing can be on it yet
      return;
    }
    replaced();
    session = opened;
    sessionAskedTtl = asked;
    succeeded(sentAt, number);
    listener.opened(opened, sentAt);
  }

  private void succeeded(Tick sentAt, long number) {
    lastSent = sentAt;
    expiry.cancel();
    expiry = timers.after(sentAt.plus(session.ttl()).since(time.now()), this::expired);
    if (number == attempt) {
      next(sentAt.plus(pace.renewEvery()).since(time.now()));
    }
  }

  private void failed(long number, Throwable error) {
    if (number == attempt) {
      next(pace.retryEvery());
    }
    listener.failing(DcsException.failureOf(error));
  }

  private void expired() {
    if (session != null && !time.now().isBefore(lastSent.plus(session.ttl()))) {
      lost();
    }
  }

  private void lost() {
    Dcs.Session gone = session;
    session = null;
    expiry.cancel();
    replaced();
    listener.lost(gone);
    if (running) {
      send();
    }
  }

  private void next(Duration delay) {
    nextAttempt.cancel();
    nextAttempt = timers.after(delay, this::send);
  }
}
