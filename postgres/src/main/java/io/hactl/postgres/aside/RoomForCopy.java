package io.hactl.postgres.aside;

import io.hactl.postgres.base.TaskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether another copy fits beside directories that are set aside, on each file system that they
 * are on. Those on one file system share what is free there.
 */
public final class RoomForCopy {

  /**
   * What is asked of one file system.
   *
   * @param directories those of its directories that are copied again
   * @param needed bytes that they hold
   * @param free bytes
   */
  private record Demand(List<Path> directories, long needed, long free) {

    Demand with(Path directory) throws IOException {
      List<Path> all = new ArrayList<>(directories);
      all.add(directory);
      return new Demand(all, needed + DirectorySize.of(directory), free);
    }
  }

  private RoomForCopy() {}

  /**
   * @throws TaskFailure if one of the file systems lacks room; it names the directories there
   */
  public static void require(List<Path> directories) throws TaskFailure, IOException {
    // By the device: one file system may be mounted at several places.
    Map<Object, Demand> demands = new LinkedHashMap<>();
    for (Path directory : distinct(directories)) {
      Object device = Files.getAttribute(directory, "unix:dev");
      Demand before = demands.get(device);
      if (before == null) {
        before = new Demand(List.of(), 0, Files.getFileStore(directory).getUsableSpace());
      }
      demands.put(device, before.with(directory));
    }
    for (Demand demand : demands.values()) {
      if (demand.free() < demand.needed()) {
        throw lacking(directories.getFirst(), demand);
      }
    }
  }

  private static TaskFailure lacking(Path dataDir, Demand demand) {
    return TaskFailure.lasting(
        "%s is not set aside, as a new copy would not fit on the file system of %s: what is there holds %d MB, %d MB are free; make room, or run 'hactl reinit', which removes it"
            .formatted(
                dataDir,
                String.join(" and ", demand.directories().stream().map(Path::toString).toList()),
                demand.needed() >> 20,
                demand.free() >> 20));
  }

  /** A directory within another is counted with it. */
  private static List<Path> distinct(List<Path> directories) throws IOException {
    List<Path> real = new ArrayList<>();
    for (Path directory : directories) {
      real.add(directory.toRealPath());
    }
    return real.stream()
        .distinct()
        .filter(d -> real.stream().noneMatch(other -> !d.equals(other) && d.startsWith(other)))
        .toList();
  }
}
