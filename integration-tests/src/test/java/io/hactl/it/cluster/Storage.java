package io.hactl.it.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a node's data lies, and what else its settings say of it.
 *
 * @param initdb further options of {@code initdb}, as in the settings
 * @param basebackup the options of {@code pg_basebackup}
 * @param parameters further parameters of the server, as {@code name: value}
 * @param health the section {@code health}, each line as {@code name: value}
 */
public record Storage(
    Path data,
    List<String> initdb,
    List<String> basebackup,
    List<String> parameters,
    List<String> health) {

  /** The data directory in this folder, everything as it is by default. */
  public static Storage in(Path folder) {
    return new Storage(folder.resolve("data"), List.of(), List.of(), List.of(), List.of());
  }

  /** With {@code pg_wal} as a link to this directory. */
  public Storage withWal(Path wal) {
    String option = "waldir: " + wal;
    return new Storage(data, with(initdb, option), with(basebackup, option), parameters, health);
  }

  /** With small WAL segments, which a small disk has room for. */
  public Storage withSmallSegments() {
    return new Storage(data, with(initdb, "wal-segsize: 1"), basebackup, parameters, health);
  }

  Storage withBasebackup(String option) {
    return new Storage(data, initdb, with(basebackup, option), parameters, health);
  }

  Storage withParameter(String parameter) {
    return new Storage(data, initdb, basebackup, with(parameters, parameter), health);
  }

  public Storage withHealth(String... lines) {
    return new Storage(data, initdb, basebackup, parameters, List.of(lines));
  }

  private static List<String> with(List<String> all, String one) {
    return Stream.concat(all.stream(), Stream.of(one)).toList();
  }
}
