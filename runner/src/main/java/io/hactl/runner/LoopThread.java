package io.hactl.runner;

import io.hactl.runner.event.Event;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queue in front of the loop, and the one thread that owns it. */
final class LoopThread {

  private static final Logger log = LoggerFactory.getLogger(LoopThread.class);

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Consumer<Throwable> broken;
  private volatile boolean stopped;

  /**
   * @param broken told when the loop failed in a way that it cannot go on from
   */
  LoopThread(Consumer<Throwable> broken) {
    this.broken = broken;
  }

  /** Takes an event from any thread. */
  void post(Event event) {
    events.add(event);
  }

  void start(DrivenAgent agent) {
    Thread.ofPlatform().name("loop").daemon(false).start(() -> run(agent));
  }

  void stop() {
    stopped = true;
    events.add(new Event.Woken());
  }

  private void run(DrivenAgent agent) {
    try {
      while (!stopped) {
        agent.handle(events.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      // A decision that cannot be made must not leave a primary without its keeper.
      log.error("the loop failed", e);
      broken.accept(e);
    }
  }
}
