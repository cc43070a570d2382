package io.hactl.postgres.data;

import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.dcs.cluster.Lsn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code pg_controldata} prints in the C locale.
 *
 * @param values as printed, by label
 */
public record ControlData(Map<String, String> values) {

  /** Reads the lines; those without a colon are left out. */
  static ControlData parse(List<String> lines) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        values.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    return new ControlData(values);
  }

  /** Whether this is the answer about a database cluster at all. */
  boolean isComplete() {
    return values.containsKey("Database system identifier")
        && values.containsKey("Latest checkpoint location")
        && values.containsKey("Latest checkpoint's TimeLineID");
  }

  /**
   * The same in the agent's terms.
   *
   * @param majorVersion of PostgreSQL, which {@code pg_controldata} does not print
   * @param standbySignal whether {@code standby.signal} is there
   */
  public DataDirectory.Initialized toInitialized(int majorVersion, boolean standbySignal) {
    ControlState state = state();
    Lsn end = lsn("Latest checkpoint location");
    if (!state.wasPrimary()) {
      end = Lsn.max(end, lsn("Minimum recovery ending location"));
    }
    return new DataDirectory.Initialized(
        systemIdentifier(), majorVersion, state, timeline(), end, standbySignal);
  }

  /** Which cluster the data is of: what {@code initdb} drew for it. */
  public String systemIdentifier() {
    return values.get("Database system identifier");
  }

  /** The timeline that the server is on, as far as it was written down. */
  public int timeline() {
    int checkpoint = number("Latest checkpoint's TimeLineID");
    return state().wasPrimary()
        ? checkpoint
        : Math.max(checkpoint, number("Min recovery ending loc's timeline"));
  }

  /** What the server was doing when it last wrote the control file. */
  public ControlState state() {
    return switch (values.getOrDefault("Database cluster state", "")) {
      case "starting up" -> ControlState.STARTING_UP;
      case "shut down" -> ControlState.SHUT_DOWN;
      case "shut down in recovery" -> ControlState.SHUT_DOWN_IN_RECOVERY;
      case "shutting down" -> ControlState.SHUTTING_DOWN;
      case "in crash recovery" -> ControlState.IN_CRASH_RECOVERY;
      case "in archive recovery" -> ControlState.IN_ARCHIVE_RECOVERY;
      case "in production" -> ControlState.IN_PRODUCTION;
      default -> ControlState.UNKNOWN;
    };
  }

  /** Where the last checkpoint is; after a clean shutdown it is the end of the WAL. */
  public Lsn checkpoint() {
    return lsn("Latest checkpoint location");
  }

  private int number(String label) {
    String value = values.get(label);
    return value == null ? 0 : Integer.parseInt(value);
  }

  private Lsn lsn(String label) {
    String value = values.get(label);
    return value == null ? Lsn.ZERO : Lsn.parse(value);
  }
}
