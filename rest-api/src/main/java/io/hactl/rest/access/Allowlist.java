package io.hactl.rest.access;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** The addresses, networks and host names of the setting {@code restapi.allowlist}. */
final class Allowlist {

  private final List<AddressRange> networks = new ArrayList<>();
  private final List<String> hostNames = new ArrayList<>();
  private final HostAddresses hosts;

  /**
   * Reads the entries.
   *
   * @throws IllegalArgumentException with one sentence that names the entry which is none
   */
  Allowlist(List<String> entries, HostAddresses hosts) {
    this.hosts = hosts;
    for (String entry : entries) {
      add(entry.trim());
    }
  }

  private void add(String entry) {
    try {
      networks.add(AddressRange.parse(entry));
    } catch (IllegalArgumentException e) {
      if (!entry.matches("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?\\.?")
          || entry.matches("[0-9.]+")) {
        throw new IllegalArgumentException(
            "restapi.allowlist contains '%s', which is no address, network or host name"
                .formatted(entry),
            e);
      }
      hostNames.add(entry);
    }
  }

  boolean isEmpty() {
    return networks.isEmpty() && hostNames.isEmpty();
  }

  boolean contains(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address))
        || hostNames.stream().anyMatch(name -> hosts.of(name).contains(address));
  }
}
