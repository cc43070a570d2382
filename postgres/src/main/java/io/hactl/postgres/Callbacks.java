package io.hactl.postgres;

import io.hactl.port.RoleCallbacks;
import io.hactl.postgres.base.PostgresConfig;
import io.hactl.postgres.base.TaskCancelled;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.program.CommandWords;
import io.hactl.postgres.program.Tool;
import io.hactl.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the operator's callbacks with {@code ACTION ROLE SCOPE}, without waiting for them. One of
 * them runs at a time: a later one ends an earlier one that still runs, so that the last word on
 * the role is the right one. {@code on_reload} says nothing of the role and runs beside the others.
 */
public final class Callbacks implements RoleCallbacks {

  private static final Logger log = LoggerFactory.getLogger(Callbacks.class);
  private static final Duration TIMEOUT = Duration.ofHours(1);
  private static final String ON_RELOAD = "on_reload";

  private volatile PostgresConfig config;
  private final TimeSource time;
  private Optional<Running> roleChange = Optional.empty();

  /** A callback under way. */
  private record Running(TaskContext context, Thread thread) {}

  /**
   * @param config says which commands are called, and this cluster's name
   * @param time what the time limit of a callback is measured on
   */
  public Callbacks(PostgresConfig config, TimeSource time) {
    this.config = config;
    this.time = time;
  }

  /** Goes on with the callbacks of changed settings. */
  public void reload(PostgresConfig changed) {
    config = changed;
  }

  /**
   * Starts the callback configured for {@code action}, if one is, and returns at once.
   *
   * @param action {@code on_start}, {@code on_stop}, {@code on_restart}, {@code on_reload}, {@code
   *     on_role_change}
   * @param role {@code primary}, {@code replica}, {@code standby_leader}
   */
  @Override
  public synchronized void fire(String action, String role) {
    String command = config.hooks().callbacks().get(action);
    if (command == null || command.isBlank()) {
      return;
    }
    TaskContext context = new TaskContext(time);
    Optional<Thread> before = Optional.empty();
    if (!action.equals(ON_RELOAD)) {
      before = roleChange.map(Running::thread);
      roleChange.ifPresent(running -> running.context().cancel());
    }
    Optional<Thread> earlier = before;
    Thread thread =
        Thread.ofVirtual()
            .name("callback-" + action)
            .start(() -> run(context, earlier, action, command, role));
    if (!action.equals(ON_RELOAD)) {
      roleChange = Optional.of(new Running(context, thread));
    }
  }

  private void run(
      TaskContext context, Optional<Thread> earlier, String action, String command, String role) {
    try {
      if (earlier.isPresent()) {
        earlier.get().join();
      }
      List<String> words = new ArrayList<>(CommandWords.split("callbacks." + action, command));
      words.addAll(List.of(action, role, config.scope()));
      Tool.Outcome outcome =
          Tool.run(context, words, Map.of(), TIMEOUT, line -> log.info("{}: {}", action, line));
      if (!outcome.succeeded()) {
        log.warn("The callback {} ended with status {}.", action, outcome.status());
      }
    } catch (TaskFailure e) {
      log.warn("The callback {} failed: {}", action, e.getMessage());
    } catch (TaskCancelled e) {
      log.info("The callback {} ({}) was ended, as a later one takes its place.", action, role);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
