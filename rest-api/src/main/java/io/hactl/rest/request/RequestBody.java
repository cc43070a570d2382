package io.hactl.rest.request;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.rest.json.JsonText;
import io.hactl.text.Units;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Reads the JSON object in a request's body; whatever is wrong with it is a {@link Refusal}. */
public final class RequestBody {

  private static final int MAX_BYTES = 1 << 20;

  private RequestBody() {}

  /** An object with at least one field. */
  public static ObjectNode required(Context ctx) {
    if (ctx.header("Content-Length") == null && ctx.header("Transfer-Encoding") == null) {
      throw new Refusal(411, "the request needs a body, a JSON object, and its Content-Length");
    }
    ObjectNode body = parse(read(ctx));
    if (body.isEmpty()) {
      throw new Refusal(400, "the body must be a JSON object that is not empty");
    }
    return body;
  }

  /** An object, empty where there is no body. */
  public static ObjectNode optional(Context ctx) {
    byte[] bytes = read(ctx);
    return bytes.length == 0 ? JsonText.object() : parse(bytes);
  }

  private static byte[] read(Context ctx) {
    try {
      String announced = ctx.header("Content-Length");
      if (announced != null && Long.parseLong(announced) > MAX_BYTES) {
        throw tooLarge();
      }
      byte[] bytes = ctx.req().getInputStream().readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw tooLarge();
      }
      return bytes;
    } catch (IOException | NumberFormatException e) {
      throw new Refusal(400, "the body could not be read");
    }
  }

  private static Refusal tooLarge() {
    return new Refusal(413, "the body is larger than 1 MiB", Map.of("Connection", "close"));
  }

  private static ObjectNode parse(byte[] bytes) {
    try {
      if (JsonText.read(bytes) instanceof ObjectNode object) {
        return object;
      }
      throw new Refusal(400, "the body must be a JSON object");
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new Refusal(
          400,
          at == null
              ? "the body is not valid JSON"
              : "the body is not valid JSON: see line %d, column %d"
                  .formatted(at.getLineNr(), at.getColumnNr()));
    }
  }

  /** A field that must be text where it is present; null and empty text count as absent. */
  public static Optional<String> text(ObjectNode body, String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new Refusal(400, "'%s' must be a text".formatted(field));
    }
    return Optional.of(value.asText()).filter(text -> !text.isEmpty());
  }

  /** A field that must be true or false, or the word for it; absent: false. */
  public static boolean flag(ObjectNode body, String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return false;
    }
    return Units.parseBoolean(value.asText(""))
        .orElseThrow(() -> new Refusal(400, "'%s' must be true or false".formatted(field)));
  }
}
