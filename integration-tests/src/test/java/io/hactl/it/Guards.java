package io.hactl.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The guards of the servers whose data directories lie in a folder. */
final class Guards {

  private Guards() {}

  static List<Long> in(Path folder) {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(p -> p.getFileName().toString().chars().allMatch(Character::isDigit))
          .filter(p -> guards(p, folder))
          .map(p -> Long.valueOf(p.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("/proc cannot be read", e);
    }
  }

  /** The guard of a node. */
  static long of(Node node) {
    List<Long> found = in(node.settings().folder());
    if (found.size() != 1) {
      throw new AssertionError("the guards of " + node + " are " + found + ", not one");
    }
    return found.getFirst();
  }

  /** Waits until they have ended, which they do by themselves once their agents are gone. */
  static void awaitGone(Path folder, Duration deadline) {
    Await.until("the guards in " + folder + " end", deadline, () -> in(folder).isEmpty());
  }

  private static boolean guards(Path process, Path folder) {
    try {
      String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      String[] words = line.split("\0");
      return words.length == 3
          && words[0].endsWith("/hactl-guard")
          && Path.of(words[2]).startsWith(folder);
    } catch (IOException e) {
      return false; // just gone
    }
  }
}
