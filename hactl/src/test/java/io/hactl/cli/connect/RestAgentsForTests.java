package io.hactl.cli.connect;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.dcs.cluster.Member;
import io.hactl.rest.settings.RestClientSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The real client, without certificates and passwords. */
public final class RestAgentsForTests implements Agents, AutoCloseable {

  private final RestAgents agents = new RestAgents(RestClientSettings.PLAIN);

  @Override
  public Reply send(
      Member member, String method, String path, Optional<JsonNode> body, Duration timeout)
      throws IOException {
    return agents.send(member, method, path, body, timeout);
  }

  @Override
  public void close() {
    agents.close();
  }
}
