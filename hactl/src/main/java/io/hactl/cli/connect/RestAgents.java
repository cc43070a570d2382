package io.hactl.cli.connect;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.dcs.cluster.Member;
import io.hactl.rest.client.RestClient;
import io.hactl.rest.settings.RestClientSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Speaks HTTP to the members; the client is made when it is first needed. */
final class RestAgents implements Agents, AutoCloseable {

  private final RestClientSettings settings;
  private RestClient client;

  RestAgents(RestClientSettings settings) {
    this.settings = settings;
  }

  @Override
  public Reply send(
      Member member, String method, String path, Optional<JsonNode> body, Duration timeout)
      throws IOException {
    String url =
        member.apiUrl().orElseThrow(() -> new IOException("the member has published no api_url"));
    try {
      RestClient.Response response =
          client().send(method, url, "/" + path, body, timeout).toCompletableFuture().get();
      return new Reply(response.status(), response.body());
    } catch (ExecutionException e) {
      throw new IOException(sentence(e.getCause(), url, timeout), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + url, e);
    }
  }

  private synchronized RestClient client() throws IOException {
    if (client == null) {
      try {
        client = new RestClient(settings);
      } catch (IllegalArgumentException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
    return client;
  }

  private static String sentence(Throwable cause, String url, Duration timeout) {
    return switch (cause) {
      case ConnectException refused -> "cannot connect to " + url;
      case HttpTimeoutException late -> "no answer from " + url + within(timeout);
      case TimeoutException late -> "no answer from " + url + within(timeout);
      case SSLException tls -> "TLS with " + url + " failed: " + tls.getMessage();
      case IOException io when io.getMessage() != null -> io.getMessage() + ", asking " + url;
      default -> "asking " + url + " failed: " + cause;
    };
  }

  private static String within(Duration timeout) {
    return " within " + timeout.toSeconds() + " seconds";
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
