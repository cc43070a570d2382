package io.hactl.it.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** One agent's REST API. */
public final class Rest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();

  private final String address;

  Rest(String host, int port) {
    this.address = "http://" + host + ":" + port;
  }

  /** An answer of the API. */
  public record Answer(int status, String body) {
    public JsonNode json() throws IOException {
      return JSON.readTree(body);
    }
  }

  /** A key's value or another text in JSON. */
  public static JsonNode parse(String json) throws IOException {
    return JSON.readTree(json);
  }

  public Answer get(String path) throws IOException, InterruptedException {
    return send("GET", path, null);
  }

  public Answer post(String path, String body) throws IOException, InterruptedException {
    return send("POST", path, body);
  }

  public Answer patch(String path, String body) throws IOException, InterruptedException {
    return send("PATCH", path, body);
  }

  public Answer send(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(request(method, path, body).build());
  }

  /** Announces the body and sends it only when it is asked for, as one does with large ones. */
  public Answer announce(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(request(method, path, body).expectContinue(true).build());
  }

  private HttpRequest.Builder request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/json")
        .method(
            method,
            body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body));
  }

  private static Answer send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body());
  }
}
