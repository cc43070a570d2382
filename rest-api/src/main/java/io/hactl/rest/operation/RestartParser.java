package io.hactl.rest.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.rest.node.AgentApi.RestartRequest;
import io.hactl.rest.request.Refusal;
import io.hactl.rest.request.RequestBody;
import io.hactl.rest.request.Schedule;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the body of {@code POST /restart}. */
final class RestartParser {

  private static final Set<String> KNOWN =
      Set.of("schedule", "role", "postgres_version", "timeout", "restart_pending");
  private static final Set<String> ROLES = Set.of("primary", "standby_leader", "replica");
  private static final Pattern VERSION = Pattern.compile("\\d{1,3}\\.\\d{1,3}(\\.\\d{1,3})?");
  private static final Pattern TIMEOUT =
      Pattern.compile("\\s*(\\d{1,9})(?:\\.0*)?\\s*(ms|s|min|h|d)?\\s*");

  private RestartParser() {}

  /**
   * Reads a request for a restart.
   *
   * @throws Refusal if a field is unknown or wrong
   */
  static RestartRequest parse(ObjectNode body, boolean paused, Instant now) {
    if (paused && body.has("schedule")) {
      throw new Refusal(500, "Can't schedule restart in the paused state");
    }
    for (var field : body.properties()) {
      if (!KNOWN.contains(field.getKey())) {
        throw new Refusal(
            400, "Unknown filter for the scheduled restart: %s".formatted(field.getKey()));
      }
    }
    Optional<OffsetDateTime> schedule =
        RequestBody.text(body, "schedule").map(text -> Schedule.parse(text, "restart", now));
    return new RestartRequest(
        schedule,
        role(body),
        version(body),
        RequestBody.flag(body, "restart_pending"),
        timeoutSeconds(body.path("timeout")));
  }

  private static Optional<String> role(ObjectNode body) {
    if (!body.has("role")) {
      return Optional.empty();
    }
    String role = body.path("role").asText("");
    String current = role.equals("master") ? "primary" : role;
    if (!ROLES.contains(current)) {
      throw new Refusal(
          400, "PostgreSQL role should be either primary, standby_leader, or replica");
    }
    return Optional.of(current);
  }

  private static Optional<String> version(ObjectNode body) {
    Optional<String> version = RequestBody.text(body, "postgres_version");
    if (version.isPresent() && !VERSION.matcher(version.get()).matches()) {
      throw new Refusal(
          400,
          "PostgreSQL version '%s' is not of the form 16.2 or 9.6.24".formatted(version.get()));
    }
    return version;
  }

  private static Optional<Integer> timeoutSeconds(JsonNode value) {
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    Matcher matcher = TIMEOUT.matcher(value.asText(""));
    long seconds = matcher.matches() ? seconds(matcher) : 0;
    if (seconds <= 0 || seconds > Integer.MAX_VALUE) {
      throw new Refusal(400, "Timeout should be a positive number of seconds");
    }
    return Optional.of((int) seconds);
  }

  private static long seconds(Matcher matcher) {
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> number / 1000;
      case "min" -> number * 60;
      case "h" -> number * 3600;
      case "d" -> number * 86_400;
      case null, default -> number;
    };
  }
}
