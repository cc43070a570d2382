package io.hactl.it.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What servers that are killed leave in the machine's shared memory, where removing their folders
 * does not reach it. A server that is started again removes it by itself.
 */
public final class SharedMemory {

  private static final String FILE = "/dev/shm/PostgreSQL.";
  private static final String SYSTEM_V = "/SYSV";

  private final Set<Path> files = ConcurrentHashMap.newKeySet();
  private final Set<String> segments = ConcurrentHashMap.newKeySet();

  /** Remembers what the processes that work in the folder use now. */
  public void remember(Path folder) {
    for (long process : Signals.processesIn(folder)) {
      try (Stream<String> mappings = Files.lines(Path.of("/proc", "" + process, "maps"))) {
        mappings.forEach(this::remember);
      } catch (IOException | RuntimeException e) {
        continue; // it has ended meanwhile
      }
    }
  }

  /** A line: addresses, rights, offset, device, inode (the number of a segment), path. */
  private void remember(String mapping) {
    String[] words = mapping.split(" +");
    if (words.length > 5 && words[5].startsWith(FILE)) {
      files.add(Path.of(words[5]));
    } else if (words.length > 5 && words[5].startsWith(SYSTEM_V)) {
      segments.add(words[4]);
    }
  }

  /** Removes what is still there; no process uses it any more. */
  public void remove() throws IOException, InterruptedException {
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    for (String segment : segments) {
      // Fails where the server has done it.
      LocalProcess.run(Path.of("/tmp"), Duration.ofSeconds(10), List.of("ipcrm", "-m", segment));
    }
  }
}
