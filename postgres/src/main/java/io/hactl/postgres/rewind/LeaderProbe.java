package io.hactl.postgres.rewind;

import io.hactl.core.model.Divergence;
import io.hactl.core.model.Upstream;
import io.hactl.postgres.base.PostgresConfig;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.server.LocalServer;
import io.hactl.postgres.server.ReplicationCommands;
import io.hactl.postgres.server.SqlStates;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks another member that should be the leader what it is. */
public final class LeaderProbe {

  private static final Logger log = LoggerFactory.getLogger(LeaderProbe.class);

  private static final String STATE =
      """
      SELECT pg_is_in_recovery(),
        (SELECT timeline_id FROM pg_control_checkpoint()),
        (SELECT system_identifier::text FROM pg_control_system())
      """;

  private final LocalServer server;
  private final Upstream leader;
  private final Duration timeout;

  /**
   * @param leader the member that should be the leader
   */
  public LeaderProbe(LocalServer server, Upstream leader) {
    this.server = server;
    this.leader = leader;
    this.timeout = server.config().deadlines().statement();
  }

  private record State(boolean inRecovery, int checkpointTimeline, String systemIdentifier) {}

  /**
   * The leader's line of timelines.
   *
   * @throws TaskFailure if it cannot be asked, is no primary, or is of another cluster
   */
  public Divergence.Line line(String ownSystemIdentifier) throws TaskFailure {
    requirePrimary(ownSystemIdentifier);
    try (Connection replication = server.sessions().replication(leader.endpoint(), timeout)) {
      int timeline = ReplicationCommands.identifySystem(replication).timeline();
      List<Divergence.Switch> before = ReplicationCommands.history(replication, timeline);
      return new Divergence.Line(timeline, before);
    } catch (SQLException e) {
      throw unreachable("replication user", e);
    }
  }

  /**
   * Sees to it that the leader's control file tells its timeline, which {@code pg_rewind} reads
   * there: it does so after the first checkpoint that follows a promotion.
   *
   * @throws TaskFailure if that is still to come
   */
  public void requireCheckpoint(String ownSystemIdentifier, int timeline) throws TaskFailure {
    if (requirePrimary(ownSystemIdentifier).checkpointTimeline() >= timeline) {
      return;
    }
    PostgresConfig.Credentials superuser = server.config().authentication().superuser();
    try (Connection connection = server.sessions().remote(superuser, leader.endpoint(), timeout);
        Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT");
    } catch (SQLException e) {
      log.info("{} takes no checkpoint for this node: {}", leader.name(), e.getMessage());
    }
    if (requirePrimary(ownSystemIdentifier).checkpointTimeline() < timeline) {
      throw TaskFailure.retryable(
          "the leader "
              + leader.name()
              + " has not yet written a checkpoint on its timeline "
              + timeline
              + ", which pg_rewind needs");
    }
  }

  private State requirePrimary(String ownSystemIdentifier) throws TaskFailure {
    State state = state();
    if (!state.systemIdentifier().equals(ownSystemIdentifier)) {
      throw TaskFailure.lasting(
          leader.name()
              + " at "
              + leader.endpoint()
              + " has system identifier "
              + state.systemIdentifier()
              + ", this node's data directory has "
              + ownSystemIdentifier
              + ": they are different clusters");
    }
    if (state.inRecovery()) {
      throw TaskFailure.unreachable(
          leader.name() + " at " + leader.endpoint() + " is not (yet) a primary");
    }
    return state;
  }

  private State state() throws TaskFailure {
    PostgresConfig.Credentials user = server.config().authentication().rewindOrSuperuser();
    try (Connection connection = server.sessions().remote(user, leader.endpoint(), timeout);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(STATE)) {
      row.next();
      return new State(row.getBoolean(1), row.getInt(2), row.getString(3));
    } catch (SQLException e) {
      throw unreachable("user " + user.username(), e);
    }
  }

  private TaskFailure unreachable(String user, SQLException e) {
    String message =
        "the "
            + user
            + " cannot ask the leader "
            + leader.name()
            + " at "
            + leader.endpoint()
            + ": "
            + SqlStates.describe(e);
    boolean noAnswer = !SqlStates.isAnswer(e) || SqlStates.isNotAccepting(e);
    return noAnswer ? TaskFailure.unreachable(message) : TaskFailure.retryable(message);
  }
}
