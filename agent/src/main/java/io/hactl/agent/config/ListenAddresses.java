package io.hactl.agent.config;

import io.hactl.settings.HostPort;
import java.util.List;

/**
 * Where PostgreSQL listens.
 *
 * @param hosts at least one; {@code *} alone: everywhere
 */
public record ListenAddresses(List<String> hosts, int port) {

  public ListenAddresses {
    hosts = List.copyOf(hosts);
  }

  /** As in PostgreSQL's {@code listen_addresses}. */
  public String parameter() {
    return String.join(",", hosts);
  }

  /** Where this machine reaches the server: the first address, or loopback where it is any. */
  public HostPort local() {
    HostPort first = new HostPort(hosts.getFirst(), port);
    return first.isWildcard() ? new HostPort("localhost", port) : first;
  }
}
