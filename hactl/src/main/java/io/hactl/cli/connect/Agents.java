package io.hactl.cli.connect;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.dcs.cluster.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The REST APIs of a cluster's members. */
public interface Agents {

  /**
   * Sends one request and waits for the answer, whatever its status.
   *
   * @param path below the API's root: {@code restart}
   * @param body JSON, where the request has one
   * @throws IOException if there is no answer within {@code timeout}; its message is one sentence
   */
  Reply send(Member member, String method, String path, Optional<JsonNode> body, Duration timeout)
      throws IOException;

  /** An answer. */
  record Reply(int status, String body) {
    /** Whether the status is one of those that start with 2. */
    public boolean succeeded() {
      return status < 400;
    }
  }
}
