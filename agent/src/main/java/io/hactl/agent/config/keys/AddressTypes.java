package io.hactl.agent.config.keys;

import io.hactl.agent.config.ListenAddresses;
import io.hactl.settings.Bound;
import io.hactl.settings.HostPort;
import io.hactl.settings.ValueProblem;
import io.hactl.settings.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Types of values that are addresses in a form of their own. */
final class AddressTypes {

  /** '*' is everywhere, beside which no other host makes sense. */
  static final Bound<ListenAddresses> ANYWHERE_ALONE =
      Bound.that(
          "`*` alone, or hosts",
          addresses -> addresses.hosts().size() == 1 || !addresses.hosts().contains("*"),
          ValueProblem.of("has '*' beside other hosts", "write '*' alone"));

  private AddressTypes() {}

  /** Several hosts and one port, after the last of them. */
  static ValueType<ListenAddresses> listen(int defaultPort) {
    return ValueType.parsed(
        "addresses",
        "a list of hosts with one port",
        "write 127.0.0.1,10.0.0.1:" + defaultPort,
        text -> parse(text, defaultPort));
  }

  /** An address of which another setting has the default port; what is read is its text. */
  static ValueType<String> connect(int usualPort) {
    return ValueType.parsed(
        "address",
        "host:port",
        "write one such as 10.0.0.1:" + usualPort,
        text -> HostPort.parse(text, usualPort).map(_ -> text));
  }

  private static Optional<ListenAddresses> parse(String text, int defaultPort) {
    int comma = text.lastIndexOf(',');
    Optional<HostPort> last = HostPort.parse(text.substring(comma + 1), defaultPort);
    List<String> others =
        comma < 0
            ? List.of()
            : Arrays.stream(text.substring(0, comma).split(",")).map(String::strip).toList();
    List<Optional<HostPort>> parsed =
        others.stream().map(host -> HostPort.parse(host, defaultPort)).toList();
    boolean portInTheMiddle =
        parsed.stream().anyMatch(Optional::isEmpty)
            || others.stream().anyMatch(AddressTypes::hasPort);
    if (last.isEmpty() || portInTheMiddle) {
      return Optional.empty();
    }
    List<String> hosts =
        Stream.concat(parsed.stream().flatMap(Optional::stream), last.stream())
            .map(HostPort::host)
            .toList();
    return Optional.of(new ListenAddresses(hosts, last.get().port()));
  }

  private static boolean hasPort(String text) {
    return HostPort.parse(text, 1).equals(HostPort.parse(text, 2));
  }
}
