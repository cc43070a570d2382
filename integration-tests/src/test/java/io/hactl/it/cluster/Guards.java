package io.hactl.it.cluster;

import io.hactl.it.machine.Await;
import io.hactl.it.machine.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** The guards of the servers whose data directories lie in a folder. */
public final class Guards {

  /** In the page that it shares with its agent: when it acts (guard/state.h). */
  private static final int DEADLINE_AT = 8;

  private Guards() {}

  /**
   * @param state the page that it shares with its agent
   */
  private record Guard(long process, Path state) {}

  public static List<Long> in(Path folder) {
    return all(folder).stream().map(Guard::process).toList();
  }

  private static List<Guard> all(Path folder) {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(p -> p.getFileName().toString().chars().allMatch(Character::isDigit))
          .flatMap(p -> guard(p, folder).stream())
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("/proc cannot be read", e);
    }
  }

  private static Optional<Guard> guard(Path process, Path folder) {
    try {
      String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      String[] words = line.split("\0");
      if (words.length == 3
          && words[0].endsWith("/hactl-guard")
          && Path.of(words[2]).startsWith(folder)) {
        long number = Long.parseLong(process.getFileName().toString());
        return Optional.of(new Guard(number, Path.of(words[1])));
      }
    } catch (IOException e) {
      return Optional.empty(); // just gone
    }
    return Optional.empty();
  }

  /** The guard of a node. */
  public static long of(Node node) {
    return theGuardOf(node).process();
  }

  private static Guard theGuardOf(Node node) {
    List<Guard> found = all(node.settings().folder());
    if (found.size() != 1) {
      throw new AssertionError("the guards of " + node + " are " + found + ", not one");
    }
    return found.getFirst();
  }

  /**
   * When a node's guard acts: CLOCK_BOOTTIME in nanoseconds, moved on with each renewal of the
   * lease; 0 if there is nothing to guard.
   */
  static long deadlineOf(Node node) throws IOException {
    byte[] page = Files.readAllBytes(theGuardOf(node).state());
    return ByteBuffer.wrap(page).order(ByteOrder.nativeOrder()).getLong(DEADLINE_AT);
  }

  /** How long a node's guard goes on sleeping if the lease is not renewed any more. */
  static Duration timeLeft(Node node) throws IOException {
    String uptime = Files.readString(Path.of("/proc/uptime")).split(" ")[0];
    return Duration.ofNanos(
        deadlineOf(node) - new BigDecimal(uptime).movePointRight(9).longValue());
  }

  /**
   * Waits until renewals that were sent from now on, a second apart, have moved the deadline on, so
   * that nothing rests on the lease as it is now; fails as soon as {@code all} is false before.
   *
   * @param what has to be so all the while
   */
  public static void awaitRenewals(Node leader, String what, Callable<Boolean> all)
      throws Exception {
    long until = deadlineOf(leader) + Duration.ofSeconds(3).toNanos();
    Await.holdsUntil(
        what,
        all,
        leader + " has renewed its lease three times",
        Duration.ofSeconds(60),
        () -> deadlineOf(leader) >= until);
  }

  /** Ends those whose agents are gone, which would go on until the leases are over. */
  static void end(Path folder) {
    for (Guard guard : all(folder)) {
      Signals.send(guard.process(), "KILL");
      try {
        Files.deleteIfExists(guard.state());
      } catch (IOException e) {
        throw new UncheckedIOException(guard.state() + " stays", e);
      }
    }
    Await.until(
        "the guards in " + folder + " are gone",
        Duration.ofSeconds(10),
        () -> in(folder).isEmpty());
  }
}
