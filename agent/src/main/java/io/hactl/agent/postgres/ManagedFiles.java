package io.hactl.agent.postgres;

import io.hactl.agent.core.Upstream;
import io.hactl.dcs.config.DynamicConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The configuration files that the agent keeps: {@code postgresql.conf} (the one found becomes
 * {@code postgresql.base.conf} and is included), {@code pg_hba.conf} and {@code pg_ident.conf}
 * where configured, and {@code standby.signal}. A file that is right already is not touched.
 */
final class ManagedFiles {

  private static final String HEADER =
      """
      # Written by hactl; what is edited here is lost.
      # Change the cluster's settings with 'hactl edit-config', this node's in the agent's YAML file.
      """;

  private final PostgresConfig config;
  private final ServerParameters parameters;
  private final UpstreamConnection connection;
  private final PgPass pgPass;
  private final SynchronousConf synchronousConf;

  ManagedFiles(PostgresConfig config) {
    this.config = config;
    this.parameters = new ServerParameters(config);
    this.connection = new UpstreamConnection(config);
    this.pgPass = new PgPass(config);
    this.synchronousConf = new SynchronousConf(config);
  }

  ServerParameters parameters() {
    return parameters;
  }

  PgPass pgPass() {
    return pgPass;
  }

  UpstreamConnection connection() {
    return connection;
  }

  SynchronousConf synchronousConf() {
    return synchronousConf;
  }

  /** Whether the next start will be as a standby. */
  boolean isStandby() {
    return Files.exists(standbySignal());
  }

  /**
   * Makes the data directory a primary's.
   *
   * @return whether a file changed
   */
  boolean asPrimary(DynamicConfig dynamic) throws IOException {
    boolean removed = Files.deleteIfExists(standbySignal());
    removed |= Files.deleteIfExists(config.places().dataDir().resolve("recovery.signal"));
    return write(recoveryTarget(dynamic), dynamic) | removed;
  }

  /**
   * Makes the data directory a standby's.
   *
   * @return whether a file changed
   */
  boolean asStandby(Optional<Upstream> upstream, DynamicConfig dynamic) throws IOException {
    boolean created = !isStandby();
    if (created) {
      AtomicFile.write(standbySignal(), "");
    }
    Files.deleteIfExists(config.places().dataDir().resolve("recovery.signal"));
    if (upstream.isPresent()) {
      pgPass.writeFor(upstream.get().endpoint());
    }
    return write(recoverySettings(upstream, dynamic), dynamic) | created;
  }

  /** Writes everything anew for the role that the data directory has. */
  boolean inSameRole(Optional<Upstream> upstream, DynamicConfig dynamic) throws IOException {
    return isStandby() ? asStandby(upstream, dynamic) : write(recoveryTarget(dynamic), dynamic);
  }

  /** Adds lines to the {@code pg_hba.conf} that initdb has made. */
  void appendHba(List<String> lines) throws IOException {
    Files.writeString(
        config.places().config().resolve("pg_hba.conf"),
        lines.stream().map(l -> l + "\n").collect(Collectors.joining("", "\n", "")),
        StandardOpenOption.APPEND);
  }

  /** Whether the settings bring a {@code pg_hba.conf} of their own. */
  boolean managesHba(DynamicConfig dynamic) {
    return !hba(dynamic).isEmpty();
  }

  private boolean write(Map<String, String> recovery, DynamicConfig dynamic) throws IOException {
    Path directory = config.places().config();
    Path base = directory.resolve("postgresql.base.conf");
    Path conf = directory.resolve("postgresql.conf");
    if (!Files.exists(base) && Files.exists(conf) && !ConfText.read(conf).startsWith(HEADER)) {
      // Whole and on the disk before the only other copy is replaced below.
      AtomicFile.copy(conf, base);
    }
    String include =
        config
            .settings()
            .customConf()
            .map(Path::toString)
            .orElse(Files.exists(base) ? base.getFileName().toString() : "");
    StringBuilder text = new StringBuilder(HEADER);
    if (!include.isEmpty()) {
      text.append("include ").append(ConfText.quote(include)).append('\n');
    }
    boolean synchronous = dynamic.synchronousMode().isOn();
    text.append('\n').append(ConfText.lines(parameters.inForce(dynamic)));
    if (!recovery.isEmpty()) {
      text.append("\n# recovery\n").append(ConfText.lines(recovery));
    }
    if (synchronous) {
      text.append("\n# who commits wait for\n").append(SynchronousConf.INCLUDE).append('\n');
    }
    boolean changed = synchronous ? synchronousConf.ensure() : synchronousConf.remove();
    changed |=
        connection.replicationHoldsSecret()
            ? AtomicFile.writeSecret(conf, text.toString())
            : AtomicFile.write(conf, text.toString());
    changed |= writeLines(directory.resolve("pg_hba.conf"), hba(dynamic));
    changed |= writeLines(directory.resolve("pg_ident.conf"), ident(dynamic));
    return changed | AutoConf.withoutManaged(config.places().dataDir(), synchronous);
  }

  /**
   * What changes with a restart only, and so has to be the same in both roles: a promoted server
   * would wait for a restart for nothing.
   */
  private Map<String, String> recoveryTarget(DynamicConfig dynamic) {
    Map<String, String> target = new TreeMap<>();
    target.putAll(dynamic.postgresql().recoveryConf());
    target.putAll(config.settings().recoveryConf());
    target.keySet().removeIf(name -> !name.startsWith("recovery_target"));
    target.putIfAbsent("recovery_target_timeline", "latest");
    return target;
  }

  private Map<String, String> recoverySettings(Optional<Upstream> upstream, DynamicConfig dynamic) {
    Map<String, String> recovery = new TreeMap<>(recoveryTarget(dynamic));
    recovery.putAll(dynamic.postgresql().recoveryConf());
    recovery.putAll(config.settings().recoveryConf());
    recovery.put("primary_conninfo", upstream.map(connection::forReplication).orElse(""));
    recovery.put("primary_slot_name", upstream.map(Upstream::slot).orElse(""));
    return recovery;
  }

  private List<String> hba(DynamicConfig dynamic) {
    List<String> own = config.settings().pgHba();
    return own.isEmpty() ? dynamic.postgresql().pgHba() : own;
  }

  private List<String> ident(DynamicConfig dynamic) {
    List<String> own = config.settings().pgIdent();
    return own.isEmpty() ? dynamic.postgresql().pgIdent() : own;
  }

  private static boolean writeLines(Path file, List<String> lines) throws IOException {
    return !lines.isEmpty()
        && AtomicFile.write(
            file,
            "# Written by hactl; what is edited here is lost.\n"
                + lines.stream().map(l -> l + "\n").collect(Collectors.joining()));
  }

  private Path standbySignal() {
    return config.places().dataDir().resolve("standby.signal");
  }
}
