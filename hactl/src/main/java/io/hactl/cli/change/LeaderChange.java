package io.hactl.cli.change;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.cluster.Failover;
import io.hactl.text.IsoTime;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A change of the leader that an operator asks for.
 *
 * @param leader who leads now; always there in a switchover, never in a failover's request
 * @param candidate who shall lead; empty: the best
 * @param at when; empty: now
 */
public record LeaderChange(
    Kind kind, Optional<String> leader, Optional<String> candidate, Optional<OffsetDateTime> at) {

  /** A switchover is planned and loses nothing; a failover may. */
  public enum Kind {
    SWITCHOVER("switchover", "Switchover"),
    FAILOVER("failover", "Failover");

    private final String verb;
    private final String title;

    Kind(String verb, String title) {
      this.verb = verb;
      this.title = title;
    }

    /** The word in sentences, and the path in REST. */
    public String verb() {
      return verb;
    }

    /** The word at the start of a sentence. */
    public String title() {
      return title;
    }
  }

  /** The body of the REST request. */
  public ObjectNode body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    candidate.ifPresent(name -> body.put("candidate", name));
    leader.ifPresent(name -> body.put("leader", name));
    at.ifPresent(time -> body.put("scheduled_at", IsoTime.format(time)));
    return body;
  }

  /** What stands in the DCS where the request cannot be made by REST. */
  public Failover failover() {
    return new Failover(leader, candidate, at);
  }
}
