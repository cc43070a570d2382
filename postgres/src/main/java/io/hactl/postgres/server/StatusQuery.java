package io.hactl.postgres.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hactl.core.model.ServerState;
import io.hactl.core.model.Upstream;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.postgres.files.ConnInfo;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One query for all there is to know of a running server; PostgreSQL 12 and later. */
public final class StatusQuery {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String SQL =
      """
      SELECT r.standby,
        pg_postmaster_start_time() AS started,
        current_setting('server_version_num')::int AS version,
        CASE WHEN NOT r.standby THEN pg_current_wal_lsn()::text END AS written,
        CASE WHEN NOT r.standby
          THEN substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END AS write_timeline,
        CASE WHEN r.standby THEN pg_last_wal_receive_lsn()::text END AS received,
        CASE WHEN r.standby THEN pg_last_wal_replay_lsn()::text END AS replayed,
        CASE WHEN r.standby THEN pg_last_xact_replay_timestamp() END AS replayed_at,
        CASE WHEN r.standby THEN pg_is_wal_replay_paused() ELSE false END AS paused,
        w.status AS receiver, w.received_tli AS receive_timeline,
        (SELECT timeline_id FROM pg_control_checkpoint()) AS checkpoint_timeline,
        (SELECT min_recovery_end_timeline FROM pg_control_recovery()) AS recovery_timeline,
        (SELECT system_identifier::text FROM pg_control_system()) AS system_identifier,
        current_setting('primary_conninfo') AS conninfo,
        current_setting('primary_slot_name') AS slot,
        current_setting('restore_command') <> '' AS restores,
        current_setting('synchronous_standby_names') AS synchronous,
        (SELECT json_agg(json_build_object(
            'name', slot_name, 'active', active, 'restart', restart_lsn::text))
          FROM pg_replication_slots WHERE slot_type = 'physical' AND NOT temporary) AS slots,
        (SELECT json_agg(json_build_object(
            'user', usename, 'application', application_name, 'client', host(client_addr),
            'state', state, 'sync', sync_state, 'priority', sync_priority,
            'flush', flush_lsn::text))
          FROM pg_stat_replication) AS walsenders,
        EXISTS (SELECT FROM pg_settings WHERE pending_restart) AS pending
      FROM (SELECT pg_is_in_recovery() AS standby) r LEFT JOIN pg_stat_wal_receiver w ON true
      """;

  private static final String PENDING =
      """
      SELECT s.name, current_setting(s.name) AS old,
        (SELECT f.setting FROM pg_file_settings f WHERE lower(f.name) = lower(s.name)
          ORDER BY f.seqno DESC LIMIT 1) AS new
      FROM pg_settings s WHERE s.pending_restart
      """;

  private StatusQuery() {}

  /**
   * What the query found.
   *
   * @param replayTimelineKnown whether the timeline is that of a stream; else it is the control
   *     file's, which lags
   */
  public record Status(
      ServerState.Running running, String systemIdentifier, boolean replayTimelineKnown) {}

  /**
   * Asks the server.
   *
   * @param pid its postmaster's, as the server does not say it
   * @throws SQLException if it does not answer in the session's time, or not with a status
   */
  public static Status run(Connection connection, long pid) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SQL);
        ResultSet row = statement.executeQuery()) {
      row.next();
      Map<String, Member.PendingChange> pending =
          row.getBoolean("pending") ? pending(connection) : Map.of();
      return status(row, pid, pending);
    } catch (JsonProcessingException e) {
      throw new SQLException("the status query's JSON cannot be read", e);
    }
  }

  private static Status status(ResultSet row, long pid, Map<String, Member.PendingChange> pending)
      throws SQLException, JsonProcessingException {
    boolean standby = row.getBoolean("standby");
    String receiver = row.getString("receiver");
    boolean streaming = "streaming".equals(receiver);
    int receiveTimeline = row.getInt("receive_timeline");
    int timeline =
        standby
            ? Math.max(
                receiveTimeline,
                Math.max(row.getInt("checkpoint_timeline"), row.getInt("recovery_timeline")))
            : Integer.parseUnsignedInt(row.getString("write_timeline"), 16);
    ServerState.Running running =
        ServerState.Running.builder()
            .pid(pid)
            .startTime(row.getTimestamp("started").toInstant())
            .inRecovery(standby)
            .versionNumber(row.getInt("version"))
            .timeline(timeline)
            .writeLsn(lsn(row.getString("written")))
            .receivedLsn(lsn(row.getString("received")))
            .replayedLsn(lsn(row.getString("replayed")))
            .replayedAt(instant(row.getTimestamp("replayed_at")))
            .replayPaused(row.getBoolean("paused"))
            .streaming(streaming)
            .inArchiveRecovery(standby && !streaming && row.getBoolean("restores"))
            .upstream(
                standby
                    ? upstream(row.getString("conninfo"), row.getString("slot"))
                    : Optional.empty())
            .slots(slots(row.getString("slots")))
            .walsenders(walsenders(row.getString("walsenders")))
            .pendingRestart(pending)
            .synchronousStandbyNames(row.getString("synchronous"))
            .done();
    return new Status(running, row.getString("system_identifier"), !standby || receiveTimeline > 0);
  }

  private static Map<String, Member.PendingChange> pending(Connection connection)
      throws SQLException {
    Map<String, Member.PendingChange> changes = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(PENDING);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        String fresh = row.getString("new");
        changes.put(
            row.getString("name"),
            new Member.PendingChange(row.getString("old"), fresh == null ? "default" : fresh));
      }
    }
    return changes;
  }

  /**
   * The name is what the upstream's host is called here, as the server does not know the member's.
   */
  static Optional<Upstream> upstream(String conninfo, String slot) {
    Map<String, String> values = ConnInfo.parse(conninfo == null ? "" : conninfo);
    String host = values.get("host");
    if (host == null || host.isEmpty()) {
      return Optional.empty();
    }
    int port;
    try {
      port = Integer.parseInt(values.getOrDefault("port", "5432"));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
    return Optional.of(
        new Upstream(host, new Member.Endpoint(host, port), slot == null ? "" : slot));
  }

  private static Map<String, ServerState.Slot> slots(String json) throws JsonProcessingException {
    Map<String, ServerState.Slot> slots = new HashMap<>();
    for (JsonNode slot : array(json)) {
      slots.put(
          slot.path("name").asText(),
          new ServerState.Slot(
              slot.path("active").asBoolean(), text(slot.path("restart")).map(Lsn::parse)));
    }
    return slots;
  }

  private static List<ServerState.Walsender> walsenders(String json)
      throws JsonProcessingException {
    List<ServerState.Walsender> walsenders = new ArrayList<>();
    for (JsonNode sender : array(json)) {
      walsenders.add(
          new ServerState.Walsender(
              text(sender.path("user")).orElse(""),
              text(sender.path("application")).orElse(""),
              text(sender.path("client")),
              text(sender.path("state")).orElse(""),
              text(sender.path("sync")).orElse(""),
              sender.path("priority").asInt(),
              text(sender.path("flush")).map(Lsn::parse).orElse(Lsn.ZERO)));
    }
    return walsenders;
  }

  private static JsonNode array(String json) throws JsonProcessingException {
    return JSON.readTree(json == null ? "[]" : json);
  }

  private static Optional<String> text(JsonNode node) {
    return node.isNull() || node.isMissingNode() ? Optional.empty() : Optional.of(node.asText());
  }

  private static Lsn lsn(String text) {
    return text == null ? Lsn.ZERO : Lsn.parse(text);
  }

  private static Optional<Instant> instant(Timestamp timestamp) {
    return Optional.ofNullable(timestamp).map(Timestamp::toInstant);
  }
}
