package io.hactl.rest.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.rest.json.JsonText;
import io.hactl.rest.settings.RestClientSettings;
import io.hactl.rest.settings.RestSettings.Credentials;
import io.hactl.rest.tls.TlsContext;
import io.hactl.rest.tls.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks to members' HTTP servers, Patroni's included. No call blocks; every stage completes within
 * its time-out, exceptionally with an {@link IOException} where there was no usable answer.
 */
public final class RestClient implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RestClient.class);

  private static final long MAX_ANSWER_BYTES = 8 << 20;

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;
  private final Optional<String> authorization;

  /**
   * A client with the given identity.
   *
   * @throws IllegalArgumentException with one sentence if a certificate cannot be used
   */
  public RestClient(RestClientSettings settings) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .executor(executor);
    if (settings.insecure() || !settings.tls().equals(TlsFiles.NONE)) {
      builder.sslContext(TlsContext.of(settings.tls(), settings.insecure()));
    }
    this.http = builder.build();
    this.authorization = settings.credentials().map(RestClient::basic);
  }

  /** An answer, whatever its status. */
  public record Response(int status, String body) {
    /** Whether the status is one of those that start with 2. */
    public boolean isSuccess() {
      return status >= 200 && status < 300;
    }
  }

  /**
   * Asks a member for its status.
   *
   * @param apiUrl the member's {@code api_url}
   */
  public CompletionStage<PeerStatus> patroni(String apiUrl, Duration timeout) {
    return exchange("GET", apiUrl, "/patroni", Optional.empty(), timeout)
        .thenApply(
            answer -> {
              try {
                if (answer.statusCode() != 200) {
                  throw new IOException(apiUrl + " answered " + answer.statusCode());
                }
                return PeerStatusJson.read(answer.body());
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            });
  }

  /**
   * Sends a request.
   *
   * @param apiUrl the member's {@code api_url}; its path does not matter
   * @param path with a leading slash, {@code /switchover}
   */
  public CompletionStage<Response> send(
      String method, String apiUrl, String path, Optional<JsonNode> body, Duration timeout) {
    return exchange(method, apiUrl, path, body, timeout)
        .thenApply(
            answer ->
                new Response(
                    answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8)));
  }

  /**
   * Asks several members at the same time. Completes, never exceptionally, as soon as all have
   * answered or failed, and at {@code bound} at the latest, with those that answered. An answer by
   * somebody else than who was asked counts for nobody.
   *
   * @param apiUrls member name to {@code api_url}
   */
  public CompletionStage<Map<String, PeerStatus>> ask(Map<String, String> apiUrls, Duration bound) {
    Map<String, PeerStatus> answers = new ConcurrentSkipListMap<>();
    CompletableFuture<?>[] asked =
        apiUrls.entrySet().stream()
            .map(
                member ->
                    patroni(member.getValue(), bound)
                        .<Void>handle(
                            (status, failure) -> {
                              if (failure == null) {
                                count(answers, member.getKey(), member.getValue(), status);
                              } else {
                                log.debug("No status from {}: {}", member.getKey(), why(failure));
                              }
                              return null;
                            })
                        .toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(asked)
        .completeOnTimeout(null, bound.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(done -> Map.copyOf(answers));
  }

  private static void count(
      Map<String, PeerStatus> answers, String asked, String apiUrl, PeerStatus status) {
    if (status.name().equals(asked)) {
      answers.put(asked, status);
    } else {
      log.warn(
          "{}, the api_url of {}, is answered by {}, which does not count: see"
              + " restapi.connect_address of {}",
          apiUrl,
          asked,
          status.name(),
          asked);
    }
  }

  private CompletableFuture<HttpResponse<byte[]>> exchange(
      String method, String apiUrl, String path, Optional<JsonNode> body, Duration timeout) {
    HttpRequest request;
    try {
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(URI.create(apiUrl).resolve(path)).timeout(timeout);
      authorization.ifPresent(value -> builder.header("Authorization", value));
      if (body.isPresent()) {
        builder.header("Content-Type", "application/json");
      }
      request =
          builder
              .method(
                  method,
                  body.map(json -> BodyPublishers.ofByteArray(JsonText.bytes(json)))
                      .orElseGet(BodyPublishers::noBody))
              .build();
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          new IOException("'%s' is not the URL of a member's API".formatted(apiUrl), e));
    }
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    // The request's own time-out ends with the headers; this one covers the body and hangs up.
    return exchange
        .copy()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                exchange.cancel(true);
              }
            });
  }

  private static String why(Throwable failure) {
    Throwable cause = failure instanceof CompletionException c ? c.getCause() : failure;
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static String basic(Credentials credentials) {
    String pair = credentials.username() + ":" + credentials.password().value();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends all that is under way. */
  @Override
  public void close() {
    http.shutdownNow();
    http.close();
    executor.close();
  }
}
