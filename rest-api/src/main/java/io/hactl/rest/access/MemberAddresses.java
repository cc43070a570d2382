package io.hactl.rest.access;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Member;
import java.net.InetAddress;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells whether an address belongs to one of the cluster's members. */
final class MemberAddresses {

  private final HostAddresses hosts;

  MemberAddresses(HostAddresses hosts) {
    this.hosts = hosts;
  }

  boolean contain(InetAddress address, Cluster cluster) {
    return cluster.members().values().stream()
        .flatMap(MemberAddresses::hostsOf)
        .distinct()
        .anyMatch(host -> hosts.of(host).contains(address));
  }

  private static Stream<String> hostsOf(Member member) {
    Optional<String> server = member.endpoint().map(Member.Endpoint::host);
    Optional<String> api = member.apiUrl().flatMap(MemberAddresses::host);
    return Stream.concat(server.stream(), api.stream());
  }

  private static Optional<String> host(String url) {
    try {
      return Optional.ofNullable(URI.create(url).getHost())
          .map(host -> host.startsWith("[") ? host.substring(1, host.length() - 1) : host)
          .filter(Objects::nonNull);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
