package io.hactl.cli.connect;

import io.hactl.cli.terminal.CliException;
import io.hactl.dcs.etcd.EtcdSettingKeys;
import io.hactl.settings.Problems;
import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.keys.AccessKeys;
import io.hactl.settings.keys.Catalogue;
import io.hactl.settings.source.SettingsFiles;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the settings that say where the cluster is. */
final class SettingsSource {

  /** What the command line reads of the settings. */
  private static final Catalogue KEYS =
      Catalogue.of(List.of(AccessKeys.CATALOGUE, EtcdSettingKeys.CATALOGUE));

  private static final List<String> SAYS_WHERE_ETCD_IS =
      List.of("ETCD3_HOST", "ETCD_HOST", "ETCD3_URL", "ETCD_URL", "ETCD3_PROXY", "ETCD_PROXY");

  private final Map<String, String> environment;
  private final List<Path> candidates;

  SettingsSource(Map<String, String> environment) {
    this.environment = environment;
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    Path config =
        Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
            .filter(folder -> !folder.isBlank())
            .map(Path::of)
            .orElse(home.resolve(".config"));
    this.candidates =
        List.of(
            config.resolve("hactl/hactl.yml"),
            config.resolve("patroni/patronictl.yaml"),
            Path.of("/etc/hactl/agent.yml"));
  }

  /**
   * The settings: from the named file, or the first of the usual ones, with the environment over
   * them; from the environment alone where there is no file.
   *
   * @param dcsIsKnown whether the command line says where etcd is
   */
  Mapping load(Optional<String> named, boolean dcsIsKnown, Problems problems) {
    Optional<Path> file = named.map(SettingsSource::existing).or(this::usual);
    if (file.isPresent()) {
      return SettingsFiles.load(file.get(), environment, KEYS, problems);
    }
    if (dcsIsKnown || environmentSaysWhere()) {
      return SettingsFiles.load(environment, KEYS, problems);
    }
    throw CliException.failed(
        "No settings say where the cluster is: there is no "
            + candidates.stream().map(this::described).collect(Collectors.joining(", no "))
            + ". Name a file with -c, or etcd with --dcs etcd3://host:2379");
  }

  private static Path existing(String name) {
    try {
      Path file = Path.of(name);
      if (Files.isReadable(file)) {
        return file;
      }
    } catch (InvalidPathException e) {
      throw CliException.failed("'" + name + "' is not the name of a file", e);
    }
    throw CliException.failed(
        "Provided config file "
            + name
            + " not existing or no read rights. Check the -c/--config-file parameter");
  }

  private Optional<Path> usual() {
    return candidates.stream().filter(Files::isReadable).findFirst();
  }

  private String described(Path file) {
    return Files.exists(file) ? "permission to read " + file : file.toString();
  }

  private boolean environmentSaysWhere() {
    return environment.keySet().stream()
        .filter(name -> name.startsWith("PATRONI_") || name.startsWith("HACTL_"))
        .map(name -> name.substring(name.indexOf('_') + 1))
        .anyMatch(
            name ->
                name.equals("CONFIGURATION")
                    || SAYS_WHERE_ETCD_IS.stream().anyMatch(name::startsWith));
  }
}
