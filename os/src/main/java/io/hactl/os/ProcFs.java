package io.hactl.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code /proc}. A process that ends while it is looked at counts as not there. */
public final class ProcFs {

  private static final Path PROC = Path.of("/proc");

  /** A directory or file that was removed keeps its name in {@code /proc} with this at the end. */
  private static final String DELETED = " (deleted)";

  private ProcFs() {}

  /**
   * A line of {@code /proc/PID/stat}.
   *
   * @param state one letter; {@code Z} and {@code X} are dead
   * @param parent the parent's number
   */
  record Stat(ProcessId id, char state, long parent) {
    boolean isAlive() {
      return state != 'Z' && state != 'X';
    }
  }

  /** The process that has this number now; a zombie counts as dead. */
  public static Optional<ProcessId> alive(long pid) {
    return stat(pid).filter(Stat::isAlive).map(Stat::id);
  }

  /** Whether this very process still runs; a zombie counts as dead. */
  public static boolean isAlive(ProcessId process) {
    return alive(process.pid()).filter(process::equals).isPresent();
  }

  /** Whether this very process is there and was stopped by a signal or a debugger. */
  public static boolean isFrozen(ProcessId process) {
    return stat(process.pid())
        .filter(s -> s.id().equals(process))
        .filter(s -> s.state() == 'T' || s.state() == 't')
        .isPresent();
  }

  /** Whether the process waits for something, and so has acted on every signal that it got. */
  public static boolean isAsleep(long pid) {
    return stat(pid).filter(s -> s.state() == 'S').isPresent();
  }

  /** The number of the process's parent. */
  public static Optional<Long> parent(ProcessId process) {
    return stat(process.pid()).filter(s -> s.id().equals(process)).map(Stat::parent);
  }

  /** The file it executes; empty where this user may not see that. */
  public static Optional<Path> executable(long pid) {
    return link(pid, "exe");
  }

  /** Its current directory; empty where this user may not see that. */
  public static Optional<Path> currentDirectory(long pid) {
    return link(pid, "cwd");
  }

  /** Its command line or, for a server process, the title it has given itself. */
  public static String title(long pid) {
    try {
      byte[] bytes = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("cmdline"));
      return new String(bytes, StandardCharsets.UTF_8).replace('\0', ' ').strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** All living processes whose current directory is {@code directory}. */
  public static List<ProcessId> inDirectory(Path directory) {
    return inRealDirectory(real(directory));
  }

  /** The same for a directory without symbolic links; does not touch its disk. */
  public static List<ProcessId> inRealDirectory(Path wanted) {
    List<ProcessId> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        long pid = Long.parseLong(entry.getFileName().toString());
        if (currentDirectory(pid).filter(wanted::equals).isPresent()) {
          alive(pid).ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list /proc; is it mounted?", e);
    }
    return found;
  }

  /** {@code directory} without symbolic links, as {@code /proc} shows it. */
  public static Path real(Path directory) {
    try {
      return directory.toRealPath();
    } catch (IOException e) {
      return directory.toAbsolutePath().normalize();
    }
  }

  static Optional<Stat> stat(long pid) {
    try {
      return Optional.of(
          parse(Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The program's name stands in parentheses and may hold anything, so fields count from the last
   * one.
   */
  static Stat parse(String line) {
    long pid = Long.parseLong(line.substring(0, line.indexOf(' ')));
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
    return new Stat(
        new ProcessId(pid, Long.parseLong(fields[19])),
        fields[0].charAt(0),
        Long.parseLong(fields[1]));
  }

  private static Optional<Path> link(long pid, String name) {
    try {
      String target = Files.readSymbolicLink(PROC.resolve(pid + "/" + name)).toString();
      return Optional.of(
          Path.of(
              target.endsWith(DELETED)
                  ? target.substring(0, target.length() - DELETED.length())
                  : target));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
