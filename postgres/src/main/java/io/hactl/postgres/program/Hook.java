package io.hactl.postgres.program;

import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a command of the operator's to its end. */
public final class Hook {

  private static final Logger log = LoggerFactory.getLogger(Hook.class);

  private Hook() {}

  /**
   * @param name the setting that has the command
   * @throws TaskFailure if it cannot be run, does not end in time, or ends with a status other than
   *     0
   */
  public static void run(
      TaskContext context,
      String name,
      String command,
      Duration timeout,
      Map<String, String> environment,
      List<String> arguments)
      throws TaskFailure {
    List<String> words = new ArrayList<>(CommandWords.split(name, command));
    words.addAll(arguments);
    Tool.Outcome outcome =
        Tool.run(context, words, environment, timeout, line -> log.info("{}: {}", name, line));
    if (!outcome.succeeded()) {
      throw TaskFailure.retryable(
          name
              + " ("
              + command
              + ") ended with status "
              + outcome.status()
              + ": "
              + outcome.tail());
    }
  }

  /**
   * The same with nothing added to the environment or to the command.
   *
   * @throws TaskFailure as above
   */
  public static void run(TaskContext context, String name, String command, Duration timeout)
      throws TaskFailure {
    run(context, name, command, timeout, Map.of(), List.of());
  }
}
