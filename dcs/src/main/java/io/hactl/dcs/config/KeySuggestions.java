package io.hactl.dcs.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds keys of the dynamic configuration that were probably meant to be other ones. */
final class KeySuggestions {

  private static final Set<String> ROOT =
      Set.of(
          "check_timeline",
          "failsafe_mode",
          "ignore_slots",
          "loop_wait",
          "master_start_timeout",
          "master_stop_timeout",
          "max_timelines_history",
          "maximum_lag_on_failover",
          "maximum_lag_on_syncnode",
          "member_slots_ttl",
          "pause",
          "postgresql",
          "primary_race_backoff",
          "primary_start_timeout",
          "primary_stop_timeout",
          "retry_timeout",
          "slots",
          "standby_cluster",
          "synchronous_mode",
          "synchronous_mode_strict",
          "synchronous_node_count",
          "ttl");

  /** The dynamic ones; the section may hold any local setting too, so only slips are named. */
  private static final Set<String> POSTGRESQL =
      Set.of(
          "parameters",
          "pg_hba",
          "pg_ident",
          "recovery_conf",
          "remove_data_directory_on_diverged_timelines",
          "remove_data_directory_on_rewind_failure",
          "set_aside_diverged_data",
          "use_pg_rewind",
          "use_slots");

  private KeySuggestions() {}

  static List<String> warnings(JsonNode tree) {
    List<String> warnings = new ArrayList<>();
    for (String key : (Iterable<String>) tree::fieldNames) {
      if (!ROOT.contains(key)) {
        warnings.add(
            "'%s' has no meaning here%s"
                .formatted(key, nearest(key, ROOT).map(KeySuggestions::question).orElse(".")));
      }
    }
    for (String key : (Iterable<String>) tree.path("postgresql")::fieldNames) {
      if (!POSTGRESQL.contains(key)) {
        nearest(key, POSTGRESQL)
            .ifPresent(
                known ->
                    warnings.add(
                        "'postgresql.%s' has no meaning here%s"
                            .formatted(key, question("postgresql." + known))));
      }
    }
    return warnings;
  }

  private static String question(String known) {
    return ": did you mean '" + known + "'?";
  }

  /** The known key that is at most a third of its letters away. */
  private static Optional<String> nearest(String key, Set<String> known) {
    return new TreeSet<>(known)
        .stream()
            .filter(k -> Math.abs(key.length() - k.length()) <= reach(k))
            .filter(k -> distance(key, k) <= reach(k))
            .min(Comparator.comparingInt(k -> distance(key, k)));
  }

  private static int reach(String known) {
    return Math.max(1, known.length() / 3);
  }

  /** Levenshtein's: how many letters to insert, delete or replace. */
  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
