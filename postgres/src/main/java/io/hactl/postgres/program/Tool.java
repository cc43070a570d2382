package io.hactl.postgres.program;

import io.hactl.os.Signal;
import io.hactl.postgres.base.TaskCancelled;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.time.Tick;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs another program to its end: in a session of its own, so that all it starts can be ended with
 * it, with nothing on its standard input, and with what it prints kept.
 */
public final class Tool {

  private static final int KEPT_LINES = 2_000;
  private static final Duration GRACE = Duration.ofSeconds(3);

  private Tool() {}

  /**
   * @param status the exit status
   * @param lines the last lines it printed, standard output and error together
   */
  public record Outcome(int status, List<String> lines) {
    /** Whether the program ended with status 0. */
    public boolean succeeded() {
      return status == 0;
    }

    /** The last lines, for a message. */
    public String tail() {
      List<String> last = lines.subList(Math.max(0, lines.size() - 5), lines.size());
      return last.isEmpty() ? "it printed nothing" : String.join("; ", last);
    }
  }

  /**
   * Runs the program; it is ended when the task is cancelled or the time is over.
   *
   * @param environment added to the agent's own
   * @param each gets every line as it is printed
   * @throws TaskFailure if the program cannot be started or does not end in time
   * @throws TaskCancelled if the task was cancelled
   */
  public static Outcome run(
      TaskContext context,
      List<String> command,
      Map<String, String> environment,
      Duration timeout,
      Consumer<String> each)
      throws TaskFailure {
    context.checkCancelled();
    Process process = start(command, environment);
    Deque<String> lines = new ArrayDeque<>();
    Thread reader = Thread.ofVirtual().start(() -> read(process, lines, each));
    try (TaskContext.Registration _ = context.onCancel(() -> Signal.TERM.sendToGroup(process))) {
      boolean ended = waitFor(context, process, timeout);
      if (!ended) {
        end(process);
        context.checkCancelled();
        throw TaskFailure.retryable(
            command.getFirst() + " did not end within " + timeout.toSeconds() + " s");
      }
      reader.join(Duration.ofSeconds(1));
      context.checkCancelled();
    } catch (InterruptedException e) {
      end(process);
      Thread.currentThread().interrupt();
      throw new TaskCancelled();
    }
    synchronized (lines) {
      return new Outcome(process.exitValue(), new ArrayList<>(lines));
    }
  }

  private static boolean waitFor(TaskContext context, Process process, Duration timeout)
      throws InterruptedException {
    Tick deadline = context.in(timeout);
    while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
      if (context.isCancelled()) {
        if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
          end(process);
        }
        return true;
      }
      if (!context.now().isBefore(deadline)) {
        return false;
      }
    }
    return true;
  }

  private static Process start(List<String> command, Map<String, String> environment)
      throws TaskFailure {
    List<String> inOwnSession = new ArrayList<>(command);
    inOwnSession.addFirst("setsid");
    ProcessBuilder builder = new ProcessBuilder(inOwnSession);
    builder.redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    ToolEnvironment.apply(builder, environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw TaskFailure.lasting("cannot start " + command.getFirst() + ": " + e.getMessage());
    }
  }

  private static void end(Process process) {
    Signal.KILL.sendToGroup(process);
    try {
      process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void read(Process process, Deque<String> lines, Consumer<String> each) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      while ((line = reader.readLine()) != null) {
        each.accept(line);
        synchronized (lines) {
          lines.addLast(line);
          if (lines.size() > KEPT_LINES) {
            lines.removeFirst();
          }
        }
      }
    } catch (IOException e) {
      synchronized (lines) {
        lines.addLast("(its output could not be read: " + e.getMessage() + ")");
      }
    }
  }
}
