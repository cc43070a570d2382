package io.hactl.it.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that a test started, its output in a file. */
public final class LocalProcess {

  private final Process process;
  private final Path log;

  private LocalProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a command as the user that servers run as; output is appended to {@code log}. */
  public static LocalProcess start(Path folder, Path log, List<String> command) throws IOException {
    return start(Place.LOOPBACK, folder, log, command);
  }

  /** The same on one of the {@link Machines}. */
  public static LocalProcess start(Place place, Path folder, Path log, List<String> command)
      throws IOException {
    List<String> all = new ArrayList<>(place.prefix());
    all.addAll(ServerUser.prefixed(place.inEnvironment(command)));
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(LocalProcess::mayChangeTheOutcome);
    builder.environment().put("HOME", folder.toString());
    return new LocalProcess(builder.start(), log);
  }

  private static boolean mayChangeTheOutcome(String variable) {
    return variable.startsWith("PG")
        || variable.startsWith("PATRONI_")
        || variable.startsWith("HACTL_")
        || variable.startsWith("ETCD");
  }

  /**
   * Runs a command to its end.
   *
   * @return its exit status and everything it printed
   */
  public static Finished run(Path folder, Duration deadline, List<String> command)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("hactl-it-run-", ".log");
    try {
      LocalProcess started = start(folder, log, command);
      int status = started.awaitExit(deadline);
      return new Finished(status, Files.readString(log));
    } finally {
      Files.deleteIfExists(log);
    }
  }

  /** How a command ended. */
  public record Finished(int status, String output) {}

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public Path log() {
    return log;
  }

  public String output() throws IOException {
    return Files.readString(log);
  }

  /**
   * Waits for the end of the process.
   *
   * @return its exit status
   */
  public int awaitExit(Duration deadline) throws InterruptedException {
    if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
      Signals.send(process.pid(), "KILL");
      throw new AssertionError("process " + process.pid() + " did not end within " + deadline);
    }
    return process.exitValue();
  }

  public void signal(String name) {
    Signals.send(process.pid(), name);
  }

  /** Ends it at once and waits until it is gone. */
  public void kill() throws InterruptedException {
    if (process.isAlive()) {
      signal("KILL");
      process.waitFor();
    }
  }

  /** The last lines of its output. */
  public List<String> lastLines(int count) {
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(log));
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    } catch (IOException e) {
      return List.of("(no log: " + e.getMessage() + ")");
    }
  }
}
