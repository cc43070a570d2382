package io.hactl.rest.access;

import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Resolves host names and remembers the answers for a while. */
public final class HostAddresses {

  private static final Logger log = LoggerFactory.getLogger(HostAddresses.class);
  private static final Duration REMEMBER = Duration.ofSeconds(60);
  private static final Duration REMEMBER_FAILURE = Duration.ofSeconds(5);
  private static final int MOST_HOSTS = 1000;

  private record Resolved(List<InetAddress> addresses, Tick until) {}

  private final Map<String, Resolved> known = new ConcurrentHashMap<>();
  private final TimeSource time;

  /** Knows no answer yet. */
  public HostAddresses(TimeSource time) {
    this.time = time;
  }

  /** The addresses of {@code host}; none where it cannot be resolved. */
  List<InetAddress> of(String host) {
    Tick now = time.now();
    Resolved resolved = known.get(host);
    if (resolved == null || !now.isBefore(resolved.until())) {
      resolved = resolve(host, now);
      if (known.size() >= MOST_HOSTS) {
        known.clear();
      }
      known.put(host, resolved);
    }
    return resolved.addresses();
  }

  private static Resolved resolve(String host, Tick now) {
    try {
      return new Resolved(List.of(InetAddress.getAllByName(host)), now.plus(REMEMBER));
    } catch (UnknownHostException e) {
      log.warn("The host name '{}' cannot be resolved; its requests are refused", host);
      return new Resolved(List.of(), now.plus(REMEMBER_FAILURE));
    }
  }
}
