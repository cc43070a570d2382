package io.hactl.postgres.task;

import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.PostgresTask.UpdateSlots;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.server.LocalServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the physical replication slots what they should be. */
final class SlotsTask implements TaskBody {

  private static final Logger log = LoggerFactory.getLogger(SlotsTask.class);
  private static final String OBJECT_IN_USE = "55006";

  /**
   * On a primary the slot holds WAL back from its creation on; on a standby only from its first use
   * on, as nobody would move it forward there.
   */
  private static final String CREATE =
      """
      SELECT pg_create_physical_replication_slot(?, NOT pg_is_in_recovery())
      WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = ?)
      """;

  private static final String DROP =
      """
      SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
      WHERE slot_name = ? AND slot_type = 'physical' AND NOT active AND NOT temporary
      """;

  private final LocalServer server;
  private final UpdateSlots task;

  SlotsTask(LocalServer server, UpdateSlots task) {
    this.server = server;
    this.task = task;
  }

  @Override
  public TaskResult run(TaskContext context) throws SQLException {
    try (Connection connection = server.sessions().local(server.config().deadlines().statement());
        PreparedStatement create = connection.prepareStatement(CREATE);
        PreparedStatement drop = connection.prepareStatement(DROP)) {
      for (String slot : task.wanted()) {
        context.checkCancelled();
        create.setString(1, slot);
        create.setString(2, slot);
        create.execute();
      }
      for (String slot : task.unwanted()) {
        context.checkCancelled();
        dropUnlessUsed(drop, slot);
      }
    }
    return new TaskResult.Succeeded();
  }

  private static void dropUnlessUsed(PreparedStatement drop, String slot) throws SQLException {
    try {
      drop.setString(1, slot);
      drop.execute();
    } catch (SQLException e) {
      if (!OBJECT_IN_USE.equals(e.getSQLState())) {
        throw e;
      }
      log.info("Slot {} came into use just now and is kept.", slot);
    }
  }
}
