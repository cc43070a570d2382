package io.hactl.postgres.rewind;

import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.program.Tool;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a failed {@code pg_rewind} says of the next try. Most of what ends it passes: a leader that
 * restarts, a full disk, an archive that does not answer. Only what it says of the data itself is
 * final, as the data is given up then.
 *
 * @see <a href="https://www.postgresql.org/docs/current/app-pgrewind.html">pg_rewind</a>
 */
public final class RewindFailure {

  private static final List<Pattern> FINAL =
      List.of(
          Pattern.compile("clusters are from different systems"),
          Pattern.compile("needs to use either data checksums or \"wal_log_hints = on\""),
          Pattern.compile("could not find common ancestor of the source and target"),
          Pattern.compile("could not find previous WAL record at "),
          Pattern.compile("requested WAL segment .* has already been removed"),
          Pattern.compile("could not open file \"[^\"]*pg_wal/[^\"]*\": No such file"));

  /** Why WAL was not found that may well be there: without permission, say, or in the archive. */
  private static final Pattern NOT_READ =
      Pattern.compile(
          "could not restore file"
              + "|could not (read|seek in) file \""
              + "|could not open file \"[^\"]*\": (?!No such file)");

  private RewindFailure() {}

  /** The failure of a task whose {@code pg_rewind} ended like this; not for one that succeeded. */
  public static TaskFailure of(Tool.Outcome outcome) {
    String message = "pg_rewind failed: " + outcome.tail();
    return isFinal(outcome) ? TaskFailure.lasting(message) : TaskFailure.retryable(message);
  }

  private static boolean isFinal(Tool.Outcome outcome) {
    return says(outcome, FINAL) && !says(outcome, List.of(NOT_READ));
  }

  private static boolean says(Tool.Outcome outcome, List<Pattern> any) {
    return outcome.lines().stream()
        .anyMatch(line -> any.stream().anyMatch(text -> text.matcher(line).find()));
  }
}
