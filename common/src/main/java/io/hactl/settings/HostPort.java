package io.hactl.settings;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something listens or is reached.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {

  private static final Pattern BRACKETS = Pattern.compile("\\[([0-9A-Fa-f:.%]+)](?::(\\d{1,5}))?");
  private static final Pattern PLAIN = Pattern.compile("([^\\s:/@\\[\\]]+)(?::(\\d{1,5}))?");
  private static final Pattern BARE_IPV6 =
      Pattern.compile("([0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[^\\s/@]*)");

  /**
   * {@code host:port}, {@code host}, {@code [v6]:port}, {@code [v6]} or a bare IPv6 address; empty
   * if it is none of them or the port is out of range.
   */
  public static Optional<HostPort> parse(String text, int defaultPort) {
    for (Pattern pattern : List.of(BRACKETS, PLAIN)) {
      Matcher matcher = pattern.matcher(text.strip());
      if (matcher.matches()) {
        int port = matcher.group(2) == null ? defaultPort : Integer.parseInt(matcher.group(2));
        return valid(matcher.group(1), port);
      }
    }
    Matcher bare = BARE_IPV6.matcher(text.strip());
    return bare.matches() ? valid(bare.group(1), defaultPort) : Optional.empty();
  }

  private static Optional<HostPort> valid(String host, int port) {
    return port >= 1 && port <= 65535 ? Optional.of(new HostPort(host, port)) : Optional.empty();
  }

  /** Whether it stands for every address of the machine, which nobody can connect to. */
  public boolean isWildcard() {
    return host.equals("*") || host.equals("0.0.0.0") || host.equals("::");
  }

  /** Whether only this machine can connect to it. */
  public boolean isLoopback() {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }

  /** {@code host:port}, with brackets round an IPv6 address. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
