package io.hactl.postgres.server;

import io.hactl.core.model.Divergence;
import io.hactl.postgres.data.TimelineFile;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Commands of the streaming replication protocol.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-replication.html">Streaming
 *     Replication Protocol</a>
 */
public final class ReplicationCommands {

  private static final String DUPLICATE_OBJECT = "42710";

  private ReplicationCommands() {}

  /**
   * @param timeline of the write position on a primary, of replay on a standby
   */
  public record Identity(String systemIdentifier, int timeline) {}

  /** Asks the server who it is. */
  public static Identity identifySystem(Connection replication) throws SQLException {
    try (Statement statement = replication.createStatement();
        ResultSet row = statement.executeQuery("IDENTIFY_SYSTEM")) {
      row.next();
      return new Identity(row.getString("systemid"), row.getInt("timeline"));
    }
  }

  /**
   * Creates a physical slot that holds WAL back from now on; one that is there already is left as
   * it is.
   */
  public static void createSlot(Connection replication, String slot) throws SQLException {
    try (Statement statement = replication.createStatement()) {
      // Slot names are [a-z0-9_] only, so there is nothing to escape.
      statement.execute("CREATE_REPLICATION_SLOT \"" + slot + "\" PHYSICAL RESERVE_WAL");
    } catch (SQLException e) {
      if (!DUPLICATE_OBJECT.equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  /** How {@code timeline} came about; the first timeline has no history. */
  public static List<Divergence.Switch> history(Connection replication, int timeline)
      throws SQLException {
    if (timeline <= 1) {
      return List.of();
    }
    try (Statement statement = replication.createStatement();
        ResultSet row = statement.executeQuery("TIMELINE_HISTORY " + timeline)) {
      row.next();
      return TimelineFile.parse(row.getString("content"));
    }
  }
}
