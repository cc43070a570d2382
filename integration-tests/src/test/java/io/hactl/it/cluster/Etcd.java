package io.hactl.it.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hactl.it.machine.Await;
import io.hactl.it.machine.LocalProcess;
import io.hactl.it.machine.Place;
import io.hactl.it.machine.Ports;
import io.hactl.it.machine.ServerUser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** One etcd server, alone or one of several, and reading keys from it. */
public final class Etcd {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final String name;
  private final Path folder;
  private final Place place;
  private final int clientPort;
  private final int peerPort;
  private LocalProcess process;

  Etcd(String name, Path folder, Place place) throws IOException {
    List<Integer> ports = Ports.free(2);
    this.name = name;
    this.folder = folder;
    this.place = place;
    this.clientPort = ports.get(0);
    this.peerPort = ports.get(1);
  }

  String endpoint() {
    return place.host() + ":" + clientPort;
  }

  private String peer() {
    return "http://" + place.host() + ":" + peerPort;
  }

  public LocalProcess process() {
    return process;
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** How the members are told of each other. */
  String asMember() {
    return name + "=" + peer();
  }

  /** Starts it on the data it had. */
  void launch(String members) throws IOException {
    Files.createDirectories(folder);
    ServerUser.own(folder);
    String client = "http://" + endpoint();
    List<String> command =
        new ArrayList<>(
            List.of(
                "etcd",
                "--name=" + name,
                "--data-dir=" + folder.resolve("data"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer(),
                "--initial-advertise-peer-urls=" + peer(),
                "--initial-cluster=" + members,
                "--log-level=warn",
                "--logger=zap"));
    if (members.equals(asMember())) {
      // Nobody else to hear from before it elects itself.
      command.addAll(List.of("--heartbeat-interval=20", "--election-timeout=200"));
    }
    process = LocalProcess.start(place, folder, folder.resolve("etcd.log"), command);
  }

  /** Waits until it answers, which it does while it knows a leader. */
  void awaitAnswer() {
    Await.until(name + " answers", Duration.ofSeconds(15), () -> get("none").isEmpty());
  }

  /** Whether it leads the members, as it sees it. */
  boolean leads() throws IOException, InterruptedException {
    JsonNode status = call("maintenance/status", "{}");
    return status
        .path("leader")
        .asText("")
        .equals(status.path("header").path("member_id").asText());
  }

  @Override
  public String toString() {
    return name;
  }

  /** Starts it, which is alone, on the data it had, and waits until it answers. */
  public void start() throws IOException {
    launch(asMember());
    awaitAnswer();
  }

  public void kill() throws InterruptedException {
    process.kill();
  }

  /** The value of a key. */
  Optional<String> get(String key) throws IOException, InterruptedException {
    return field(key, "value")
        .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
  }

  /** The lease that a key goes with. */
  Optional<String> leaseOf(String key) throws IOException, InterruptedException {
    return field(key, "lease");
  }

  private Optional<String> field(String key, String name) throws IOException, InterruptedException {
    JsonNode answer = call("kv/range", "{\"key\":\"" + encode(key) + "\"}");
    JsonNode found = answer.path("kvs").path(0).path(name);
    return found.isMissingNode() ? Optional.empty() : Optional.of(found.asText());
  }

  private JsonNode call(String verb, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + endpoint() + "/v3/" + verb))
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
