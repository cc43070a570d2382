package io.hactl.agent.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code postgresql.auto.conf} is read last, so a {@code primary_conninfo} that {@code
 * pg_basebackup -R} or {@code ALTER SYSTEM} left there would send a standby to the wrong server.
 */
final class AutoConf {

  private static final Logger log = LoggerFactory.getLogger(AutoConf.class);

  private static final Set<String> OURS =
      Set.of(
          "primary_conninfo",
          "primary_slot_name",
          "promote_trigger_file",
          "recovery_target",
          "recovery_target_action",
          "recovery_target_inclusive",
          "recovery_target_lsn",
          "recovery_target_name",
          "recovery_target_time",
          "recovery_target_timeline",
          "recovery_target_xid");

  private AutoConf() {}

  /**
   * Takes the recovery settings out.
   *
   * @return whether there were any
   */
  static boolean withoutRecoverySettings(Path dataDir) throws IOException {
    Path file = dataDir.resolve("postgresql.auto.conf");
    if (!Files.exists(file)) {
      return false;
    }
    List<String> lines = Files.readAllLines(file);
    List<String> kept = lines.stream().filter(line -> !isOurs(line)).toList();
    if (kept.size() == lines.size()) {
      return false;
    }
    log.info("Took recovery settings out of {}; the agent manages them.", file);
    return AtomicFile.write(file, kept.stream().map(l -> l + "\n").collect(Collectors.joining()));
  }

  private static boolean isOurs(String line) {
    String name = line.split("=", 2)[0].strip().toLowerCase(Locale.ROOT);
    return OURS.contains(name);
  }
}
