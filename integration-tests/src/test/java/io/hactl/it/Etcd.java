package io.hactl.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** One etcd server, and reading keys from it. */
final class Etcd {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final Path folder;
  private final int clientPort;
  private final int peerPort;
  private LocalProcess process;

  Etcd(Path folder, int clientPort, int peerPort) {
    this.folder = folder;
    this.clientPort = clientPort;
    this.peerPort = peerPort;
  }

  String endpoint() {
    return "127.0.0.1:" + clientPort;
  }

  LocalProcess process() {
    return process;
  }

  /** Starts it on the data it had, and waits until it answers. */
  void start() throws IOException {
    Files.createDirectories(folder);
    ServerUser.own(folder);
    String client = "http://" + endpoint();
    String peer = "http://127.0.0.1:" + peerPort;
    process =
        LocalProcess.start(
            folder,
            folder.resolve("etcd.log"),
            List.of(
                "etcd",
                "--name=e1",
                "--data-dir=" + folder.resolve("data"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=e1=" + peer,
                "--log-level=warn",
                "--logger=zap"));
    Await.until("etcd answers", Duration.ofSeconds(15), () -> get("none").isEmpty());
  }

  void kill() throws InterruptedException {
    process.kill();
  }

  /** The value of a key. */
  Optional<String> get(String key) throws IOException, InterruptedException {
    JsonNode answer = call("range", "{\"key\":\"" + encode(key) + "\"}");
    JsonNode value = answer.path("kvs").path(0).path("value");
    return value.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new String(Base64.getDecoder().decode(value.asText()), StandardCharsets.UTF_8));
  }

  private JsonNode call(String verb, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + endpoint() + "/v3/kv/" + verb))
            .timeout(Duration.ofSeconds(3))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("etcd: " + response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }

  private static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
