package io.hactl.agent.config.read;

import io.hactl.agent.config.keys.LocalPostgresqlKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the folder of PostgreSQL's server programs. */
final class Programs {

  private static final List<String> NEEDED = LocalPostgresqlKeys.PROGRAMS.subList(0, 6);

  /** Where distributions put versions beside each other: Debian's and PGDG's. */
  private static final List<Path> VERSIONED =
      List.of(Path.of("/usr/lib/postgresql"), Path.of("/usr"));

  private final Map<String, String> names;
  private final String path;
  private final List<Path> versioned;

  /**
   * @param names program to the name it has here, where that differs
   * @param path the folders of {@code PATH}
   */
  Programs(Map<String, String> names, String path) {
    this(names, path, VERSIONED);
  }

  Programs(Map<String, String> names, String path, List<Path> versioned) {
    this.names = names;
    this.path = path;
    this.versioned = versioned;
  }

  /** The programs that the folder lacks, or has but may not be run; empty if none. */
  Optional<String> missingFrom(Path folder) {
    String missing =
        NEEDED.stream()
            .map(program -> names.getOrDefault(program, program))
            .filter(name -> !isProgram(folder.resolve(name)))
            .collect(Collectors.joining(", "));
    return missing.isEmpty() ? Optional.empty() : Optional.of(missing);
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /**
   * A folder of {@code PATH} that has them all, else the version the data directory was made with,
   * else, where there is no data yet, the newest version installed.
   */
  Optional<Path> find(Path dataDir) {
    Optional<Path> onPath =
        Arrays.stream(path.split(":"))
            .filter(folder -> folder.startsWith("/"))
            .map(Path::of)
            .filter(folder -> missingFrom(folder).isEmpty())
            .findFirst();
    Optional<Integer> wanted = versionOf(dataDir);
    return onPath.or(
        () ->
            installed().stream()
                .filter(install -> wanted.isEmpty() || wanted.get() == install.version())
                .max(Comparator.comparingInt(Installed::version))
                .map(Installed::folder));
  }

  private record Installed(int version, Path folder) {}

  private List<Installed> installed() {
    return versioned.stream().flatMap(this::installedIn).toList();
  }

  private Stream<Installed> installedIn(Path root) {
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .flatMap(
              folder ->
                  number(folder.getFileName().toString().replaceFirst("^pgsql-", ""))
                      .map(version -> new Installed(version, folder.resolve("bin")))
                      .stream())
          .filter(install -> missingFrom(install.folder()).isEmpty())
          .toList()
          .stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static Optional<Integer> versionOf(Path dataDir) {
    try {
      return number(Files.readString(dataDir.resolve("PG_VERSION")).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Integer> number(String text) {
    return text.matches("\\d{1,3}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }
}
