package io.hactl.rest.request;

import java.util.Map;

/** Ends a request with a status and one sentence; nothing has been changed. */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, String> headers;

  /**
   * A refusal without headers of its own.
   *
   * @param status the HTTP status
   * @param message one sentence, the body
   */
  public Refusal(int status, String message) {
    this(status, message, Map.of());
  }

  /**
   * A refusal.
   *
   * @param headers sent with it
   */
  public Refusal(int status, String message, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.headers = Map.copyOf(headers);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** What is sent beside the body. */
  public Map<String, String> headers() {
    return headers;
  }
}
