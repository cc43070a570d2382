package io.hactl.postgres.task;

import io.hactl.core.model.PostgresTask.MoveSlots;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.server.LocalServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/** Moves a standby's physical slots forward. One that is in use is moved by its user. */
final class MoveSlotsTask implements TaskBody {

  /** A slot that holds nothing back, as it was never used or its WAL is gone, cannot be moved. */
  private static final String DROP_IDLE =
      """
      SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
      WHERE slot_name = ? AND slot_type = 'physical' AND NOT active AND NOT temporary
        AND restart_lsn IS NULL
      """;

  /** From the last restart point on, which is the oldest that a standby can promise. */
  private static final String CREATE =
      """
      SELECT pg_create_physical_replication_slot(?, true)
      WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = ?)
      """;

  private static final String MOVE =
      """
      SELECT pg_replication_slot_advance(slot_name, least(?::pg_lsn, pg_last_wal_replay_lsn()))
      FROM pg_replication_slots
      WHERE slot_name = ? AND slot_type = 'physical' AND NOT active
        AND restart_lsn < least(?::pg_lsn, pg_last_wal_replay_lsn())
      """;

  private final LocalServer server;
  private final MoveSlots task;

  MoveSlotsTask(LocalServer server, MoveSlots task) {
    this.server = server;
    this.task = task;
  }

  @Override
  public TaskResult run(TaskContext context) throws SQLException {
    try (Connection connection = server.sessions().local(server.config().deadlines().statement());
        PreparedStatement drop = connection.prepareStatement(DROP_IDLE);
        PreparedStatement create = connection.prepareStatement(CREATE);
        PreparedStatement move = connection.prepareStatement(MOVE)) {
      for (Map.Entry<String, Lsn> slot : task.to().entrySet()) {
        context.checkCancelled();
        drop.setString(1, slot.getKey());
        drop.execute();
        create.setString(1, slot.getKey());
        create.setString(2, slot.getKey());
        create.execute();
        move.setString(1, slot.getValue().toString());
        move.setString(2, slot.getKey());
        move.setString(3, slot.getValue().toString());
        move.execute();
      }
    }
    return new TaskResult.Succeeded();
  }
}
