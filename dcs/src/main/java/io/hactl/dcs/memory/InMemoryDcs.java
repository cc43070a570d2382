package io.hactl.dcs.memory;

import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsException;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.KeySpace;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.codec.ClusterCodec;
import io.hactl.dcs.codec.ClusterReader;
import io.hactl.time.Timers;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of an {@link InMemoryStore}. Every request happens and completes in a timer of zero
 * delay, so in the order of the calls.
 */
public final class InMemoryDcs implements Dcs {

  private static final Logger log = LoggerFactory.getLogger(InMemoryDcs.class);
  private static final Duration WATCH_PAUSE = Duration.ofMillis(100);

  private final InMemoryStore store;
  private final Timers timers;
  private final String prefix;
  private final Set<InMemoryWatch> watches = new LinkedHashSet<>();
  private boolean closed;

  /**
   * @param prefix as {@link io.hactl.dcs.Keys#prefix} makes it
   */
  public InMemoryDcs(InMemoryStore store, Timers timers, String prefix) {
    this.store = store;
    this.timers = timers;
    this.prefix = prefix;
  }

  @Override
  public CompletionStage<Cluster> read() {
    return call(() -> ClusterCodec.read(store.read(prefix)));
  }

  @Override
  public CompletionStage<Session> openSession(Duration ttl) {
    Duration granted = Duration.ofSeconds(Math.max(1, ttl.plusNanos(999_999_999).toSeconds()));
    return call(() -> new Session(store.grant(granted), granted));
  }

  @Override
  public CompletionStage<Void> renew(Session session) {
    return call(
        () -> {
          store.renew(session.id());
          return null;
        });
  }

  @Override
  public CompletionStage<Void> revoke(Session session) {
    return call(
        () -> {
          store.revoke(session.id());
          return null;
        });
  }

  @Override
  public CompletionStage<Long> commit(Transaction transaction) {
    return call(() -> store.commit(prefix, transaction));
  }

  @Override
  public Watch watch(WatchListener listener) {
    InMemoryWatch watch = new InMemoryWatch(listener);
    watches.add(watch);
    watch.start();
    return watch;
  }

  @Override
  public void close() {
    closed = true;
    List.copyOf(watches).forEach(InMemoryWatch::close);
  }

  private <T> CompletionStage<T> call(Supplier<T> request) {
    CompletableFuture<T> result = new CompletableFuture<>();
    timers.after(
        Duration.ZERO,
        () -> {
          if (closed) {
            result.completeExceptionally(
                new DcsException(new DcsFailure.Retryable("The connection is closed.")));
            return;
          }
          try {
            result.complete(request.get());
          } catch (DcsException e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  /** Follows the store; every change is one call, with the keys as they were right after it. */
  private final class InMemoryWatch implements Watch {
    private final WatchListener listener;
    private final ClusterReader reader = new ClusterReader();
    private final Runnable onChange = this::capture;
    private final Runnable onBreak = this::broken;
    private KeySpace last;
    private int generation;
    private boolean over;

    InMemoryWatch(WatchListener listener) {
      this.listener = listener;
    }

    void start() {
      int mine = ++generation;
      timers.after(
          Duration.ZERO,
          () -> {
            if (!over && mine == generation) {
              last = null;
              store.listen(onChange, onBreak);
              capture();
            }
          });
    }

    /** Only changes below the prefix count. */
    private void capture() {
      KeySpace now = store.read(prefix);
      if (last != null && last.keys().equals(now.keys())) {
        return;
      }
      last = now;
      int mine = generation;
      timers.after(
          Duration.ZERO,
          () -> {
            if (!over && mine == generation) {
              tell(() -> listener.changed(reader.read(now)));
            }
          });
    }

    private void broken() {
      store.unlisten(onChange, onBreak);
      int mine = ++generation;
      timers.after(
          Duration.ZERO,
          () -> {
            if (!over && mine == generation) {
              tell(
                  () ->
                      listener.disconnected(
                          new DcsFailure.Retryable("The watch has lost its connection.")));
              timers.after(
                  WATCH_PAUSE,
                  () -> {
                    if (!over && mine == generation) {
                      start();
                    }
                  });
            }
          });
    }

    private void tell(Runnable call) {
      try {
        call.run();
      } catch (RuntimeException e) {
        log.error("The listener of a watch failed.", e);
      }
    }

    @Override
    public void close() {
      over = true;
      watches.remove(this);
      store.unlisten(onChange, onBreak);
    }
  }
}
