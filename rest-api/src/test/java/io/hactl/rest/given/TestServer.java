package io.hactl.rest.given;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.rest.client.RestClient;
import io.hactl.rest.server.RestServer;
import io.hactl.rest.settings.RestClientSettings;
import io.hactl.rest.settings.RestSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/** A server on a free port that speaks for the leader n0 of a sampled cluster. */
public final class TestServer implements AutoCloseable {

  public final TestClock clock = new TestClock();
  public final TestAgent agent;
  public final RestServer server;
  private final RestClient peers = new RestClient(RestClientSettings.PLAIN);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public TestServer(String sample) {
    this(sample, RestSettings.plain("127.0.0.1", 0));
  }

  public TestServer(String sample, RestSettings settings) {
    TestDcs dcs = new TestDcs(Samples.keys(sample));
    Cluster cluster = dcs.cluster();
    long lsn = cluster.status().value().optime().bytes();
    agent = new TestAgent(dcs, Nodes.primary(cluster, clock.now(), lsn, List.of()));
    server = RestServer.start(settings, agent, clock, peers);
  }

  /** Speaks for a replica instead. */
  public void becomeReplica(String name) {
    Cluster cluster = agent.dcs.cluster();
    long lsn = cluster.status().value().optime().bytes();
    agent.publish(Nodes.replica(name, cluster, clock.now(), lsn, "2026-11-21T08:19:14Z", null));
  }

  public HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(method, path, body, builder -> builder);
  }

  public HttpResponse<String> send(
      String method, String path, String body, UnaryOperator<HttpRequest.Builder> more)
      throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return http.send(more.apply(builder).build(), BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path, null);
  }

  /** What the server answers to these very bytes, until it hangs up. */
  public String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public void close() {
    server.close();
    peers.close();
    http.close();
    agent.dcs.close();
  }
}
