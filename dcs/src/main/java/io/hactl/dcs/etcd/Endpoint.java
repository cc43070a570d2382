package io.hactl.dcs.etcd;

/** Where one etcd member takes clients. */
record Endpoint(String host, int port) {

  /**
   * Reads {@code host:port}, {@code [v6]:port}, with or without {@code http://} before it and a
   * path behind it; the port is 2379 unless given.
   *
   * @throws IllegalArgumentException if it is none of these; the message is one sentence
   */
  static Endpoint parse(String text) {
    String bare = text.trim().replaceFirst("^[a-z]+://", "").replaceFirst("/.*$", "");
    int colon = bare.lastIndexOf(':');
    boolean hasPort =
        colon > bare.lastIndexOf(']') && bare.indexOf(':') == colon
            || bare.startsWith("[") && colon > bare.lastIndexOf(']');
    String host = hasPort ? bare.substring(0, colon) : bare;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      int port = hasPort ? Integer.parseInt(bare.substring(colon + 1)) : 2379;
      if (!host.isEmpty() && port > 0 && port < 65536) {
        return new Endpoint(host, port);
      }
    } catch (NumberFormatException e) {
      throw invalid(text, e);
    }
    throw invalid(text, null);
  }

  private static IllegalArgumentException invalid(String text, Exception cause) {
    return new IllegalArgumentException(
        "The etcd endpoint '" + text + "' must be host:port.", cause);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
