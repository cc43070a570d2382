package io.hactl.postgres.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code postgresql.auto.conf} is read last, so a {@code primary_conninfo} that {@code
 * pg_basebackup -R} or {@code ALTER SYSTEM} left there would send a standby to the wrong server.
 */
public final class AutoConf {

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
   * Takes out what the agent manages: the recovery settings, and in synchronous mode who commits
   * wait for.
   *
   * @return whether there was any of it
   */
  public static boolean withoutManaged(Path dataDir, boolean synchronous) throws IOException {
    Path file = dataDir.resolve("postgresql.auto.conf");
    if (!Files.exists(file)) {
      return false;
    }
    List<String> lines = List.of(ConfText.read(file).split("(?<=\n)"));
    List<String> kept = lines.stream().filter(line -> !isOurs(line, synchronous)).toList();
    if (kept.size() == lines.size()) {
      return false;
    }
    log.info("Took settings out of {} that the agent manages.", file);
    return AtomicFile.write(file, ConfText.bytes(String.join("", kept)));
  }

  private static boolean isOurs(String line, boolean synchronous) {
    String name = line.split("=", 2)[0].strip().toLowerCase(Locale.ROOT);
    return OURS.contains(name) || (synchronous && name.equals(SynchronousConf.PARAMETER));
  }
}
