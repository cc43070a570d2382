package io.hactl.rest.failover;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Failover;
import io.hactl.rest.request.Refusal;
import io.hactl.rest.request.RequestBody;
import io.hactl.rest.request.Schedule;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A request for another leader that makes sense in itself.
 *
 * @param kind a failover that names the leader is a switchover
 */
record FailoverRequest(
    Kind kind,
    Optional<String> leader,
    Optional<String> candidate,
    Optional<OffsetDateTime> scheduledAt) {

  enum Kind {
    SWITCHOVER("switchover", "Switchover", "Switched over", "switched over"),
    FAILOVER("failover", "Failover", "Failed over", "failed over");

    final String noun;
    final String title;
    final String done;
    final String participle;

    Kind(String noun, String title, String done, String participle) {
      this.noun = noun;
      this.title = title;
      this.done = done;
      this.participle = participle;
    }
  }

  /**
   * Reads the body of {@code POST /switchover} or {@code POST /failover}.
   *
   * @throws Refusal if it asks for what cannot be
   */
  static FailoverRequest parse(Kind kind, ObjectNode body, Cluster cluster, Instant now) {
    Optional<String> leader = RequestBody.text(body, "leader");
    Optional<String> candidate =
        RequestBody.text(body, "candidate").or(() -> RequestBody.text(body, "member"));
    Optional<String> scheduled = RequestBody.text(body, "scheduled_at");
    boolean paused = cluster.config().value().pause();
    if (kind == Kind.FAILOVER && candidate.isEmpty()) {
      throw new Refusal(400, "Failover could be performed only to a specific candidate");
    }
    if (kind == Kind.SWITCHOVER && leader.isEmpty()) {
      throw new Refusal(400, "Switchover could be performed only from a specific leader");
    }
    Optional<OffsetDateTime> at = scheduled.map(text -> schedule(kind, text, paused, now));
    if (paused && candidate.isEmpty()) {
      throw new Refusal(
          400, "Switchover is possible only to a specific candidate in a paused state");
    }
    if (leader.equals(candidate)) {
      throw new Refusal(400, "Switchover target and source are the same");
    }
    return new FailoverRequest(leader.isPresent() ? Kind.SWITCHOVER : kind, leader, candidate, at);
  }

  private static OffsetDateTime schedule(Kind kind, String text, boolean paused, Instant now) {
    if (kind == Kind.FAILOVER) {
      throw new Refusal(400, "Failover can't be scheduled");
    }
    if (paused) {
      throw new Refusal(400, "Can't schedule switchover in the paused state");
    }
    return Schedule.parse(text, kind.noun, now);
  }

  /** What is written into the DCS. */
  Failover key() {
    return new Failover(leader, candidate, scheduledAt);
  }
}
