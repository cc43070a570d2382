package io.hactl.postgres.server;

import io.hactl.core.model.ServerState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timeline of a standby whose stream has ended: the server's views forget it with the WAL
 * receiver, and the control file learns of a new timeline only at the next restart point. It is
 * remembered, or else asked for by IDENTIFY_SYSTEM.
 */
final class StandbyTimeline {

  private static final Logger log = LoggerFactory.getLogger(StandbyTimeline.class);

  private final Sessions sessions;
  private final Duration timeout;
  private long pid;
  private int known;

  StandbyTimeline(Sessions sessions, Duration timeout) {
    this.sessions = sessions;
    this.timeout = timeout;
  }

  ServerState.Running correct(StatusQuery.Status status) {
    ServerState.Running running = status.running();
    if (running.pid() != pid) {
      pid = running.pid();
      known = 0;
    }
    if (!status.replayTimelineKnown() && known == 0) {
      known = ask();
    }
    known = Math.max(known, running.timeline());
    return known == running.timeline() ? running : running.change().timeline(known).done();
  }

  private int ask() {
    try (Connection replication = sessions.replication(sessions.localEndpoint(), timeout)) {
      return ReplicationCommands.identifySystem(replication).timeline();
    } catch (SQLException e) {
      log.debug("The replication user cannot ask this node's own server: {}", e.getMessage());
      return 0;
    }
  }
}
