package io.hactl.it.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Signals to processes, and finding those that belong to a folder. */
public final class Signals {

  private Signals() {}

  /** Sends a signal; nothing happens if the process is gone. */
  public static void send(long pid, String name) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(pid))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("kill cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One command for all, so that they are stopped or woken as good as at once. */
  public static void send(List<Long> processes, String name)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    processes.forEach(pid -> command.add(Long.toString(pid)));
    if (!processes.isEmpty()) {
      LocalProcess.run(Path.of("/tmp"), Duration.ofSeconds(10), command);
    }
  }

  /** Every process whose working directory lies in {@code folder}: servers and their backends. */
  public static List<Long> processesIn(Path folder) {
    List<Long> found = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : (Iterable<Path>) processes::iterator) {
        String name = process.getFileName().toString();
        if (name.chars().allMatch(Character::isDigit) && worksIn(process, folder)) {
          found.add(Long.valueOf(name));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("/proc cannot be read", e);
    }
    return found;
  }

  private static boolean worksIn(Path process, Path folder) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder);
    } catch (IOException | SecurityException e) {
      return false; // another user's, or just gone
    }
  }
}
