package io.hactl.agent.config;

import io.hactl.settings.HostPort;
import io.hactl.settings.Section;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads addresses; what stands in for a wrong one is only there so that reading goes on. */
final class Addresses {

  private static final String NOT_HOST_AND_PORT = "is not host:port";

  private Addresses() {}

  /** A {@code listen} of one address; it has to be there. */
  static HostPort listen(Section section, int defaultPort) {
    section.required("listen", "set it, for instance to 0.0.0.0:" + defaultPort);
    return parse(section, "listen", defaultPort).orElse(new HostPort("localhost", defaultPort));
  }

  /** A {@code listen} of several addresses and one port; it has to be there. */
  static ListenAddresses listenMany(Section section, int defaultPort) {
    String text = section.required("listen", "set it, for instance to 0.0.0.0:" + defaultPort);
    int comma = text.lastIndexOf(',');
    Optional<HostPort> last = HostPort.parse(text.substring(comma + 1), defaultPort);
    List<String> others =
        comma < 0
            ? List.of()
            : Arrays.stream(text.substring(0, comma).split(",")).map(String::strip).toList();
    List<Optional<HostPort>> parsed =
        others.stream().map(host -> HostPort.parse(host, defaultPort)).toList();
    boolean portInTheMiddle =
        parsed.stream().anyMatch(Optional::isEmpty) || others.stream().anyMatch(Addresses::hasPort);
    if (!text.isEmpty() && (last.isEmpty() || portInTheMiddle)) {
      section.parsed(
          "listen",
          anything -> Optional.empty(),
          "is not a list of hosts with one port",
          "write 127.0.0.1,10.0.0.1:" + defaultPort);
    }
    HostPort end = last.orElse(new HostPort("localhost", defaultPort));
    List<String> hosts =
        Stream.concat(parsed.stream().flatMap(Optional::stream), Stream.of(end))
            .map(HostPort::host)
            .toList();
    if (hosts.size() > 1 && hosts.contains("*")) {
      section.error("listen", "has '*' beside other hosts", "write '*' alone");
    }
    return new ListenAddresses(hosts, end.port());
  }

  private static boolean hasPort(String text) {
    return HostPort.parse(text, 1).equals(HostPort.parse(text, 2));
  }

  /**
   * The {@code connect_address}; {@code listen} if not set, as long as others can connect to that.
   */
  static HostPort connect(Section section, HostPort listen) {
    Optional<HostPort> address = parse(section, "connect_address", listen.port());
    if (!section.has("connect_address") && section.has("listen") && listen.isWildcard()) {
      section.error(
          "connect_address", "is missing", "set it to the address by which others reach this one");
    }
    if (address.filter(HostPort::isWildcard).isPresent()) {
      section.error(
          "connect_address",
          "stands for every address, which nobody can connect to",
          "set it to the address by which others reach this one");
    }
    return address.orElse(listen);
  }

  static Optional<HostPort> parse(Section section, String key, int defaultPort) {
    return section.parsed(
        key,
        text -> HostPort.parse(text, defaultPort),
        NOT_HOST_AND_PORT,
        "write one such as 10.0.0.1:" + defaultPort);
  }
}
