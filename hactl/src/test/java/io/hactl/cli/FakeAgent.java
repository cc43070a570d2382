package io.hactl.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A member's REST API that answers as it is told and remembers what it was asked. */
final class FakeAgent implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** What to do when asked. */
  interface Answer {
    Reply reply(String body);
  }

  /** An answer. */
  record Reply(int status, String body) {}

  FakeAgent() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/patroni";
  }

  /** Lets the member named {@code member} be this agent. */
  FakeAgent as(String member, TestCluster cluster) {
    cluster.change(member, Map.of("api_url", url()));
    return this;
  }

  /** What to answer to {@code POST /restart} and the like. */
  FakeAgent on(String request, int status, String body) {
    return on(request, ignored -> new Reply(status, body));
  }

  FakeAgent on(String request, Answer answer) {
    answers.put(request, answer);
    return this;
  }

  /** The requests that change something, with their bodies: {@code POST /restart {}}. */
  List<String> requests() {
    return requests.stream().filter(r -> !r.startsWith("GET ")).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    requests.add((request + " " + body).strip());
    Answer answer = answers.get(request);
    Reply reply =
        answer == null ? new Reply(503, "not told what to answer") : answer.reply(body);
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.close();
  }
}
