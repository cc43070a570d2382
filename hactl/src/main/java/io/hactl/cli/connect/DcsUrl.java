package io.hactl.cli.connect;

import io.hactl.cli.terminal.CliException;
import io.hactl.settings.Origin;
import io.hactl.settings.SettingsNode.Entry;
import io.hactl.settings.SettingsNode.Kind;
import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.SettingsNode.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code --dcs} says.
 *
 * @param endpoints {@code host:port}, separated by commas
 * @param namespace the path, where there is one
 */
record DcsUrl(String endpoints, Optional<String> namespace) {

  private static final Origin ORIGIN = Origin.of("--dcs");
  private static final List<String> REPLACED =
      List.of("host", "hosts", "port", "url", "proxy", "srv", "srv_suffix");

  /** Reads {@code etcd3://host:port/namespace}; all parts but the host may be missing. */
  static DcsUrl parse(String text) {
    int slashes = text.indexOf("//");
    String scheme = slashes > 0 ? text.substring(0, slashes) : "";
    if (!List.of("", "etcd:", "etcd3:").contains(scheme)) {
      throw CliException.failed(
          "Unknown dcs scheme: " + scheme.replace(":", "") + ". It should be etcd3://host:port");
    }
    String rest = slashes < 0 ? text : text.substring(slashes + 2);
    int path = rest.indexOf('/');
    String hosts = path < 0 ? rest : rest.substring(0, path);
    if (hosts.contains("@")) {
      throw CliException.failed(
          "The user and password of etcd do not belong in --dcs, where all users of this machine"
              + " can see them; put them into the settings or HACTL_ETCD3_USERNAME and"
              + " HACTL_ETCD3_PASSWORD");
    }
    return new DcsUrl(
        endpoints(hosts),
        Optional.of(path < 0 ? "" : rest.substring(path).strip())
            .filter(namespace -> !namespace.isEmpty() && !namespace.equals("/")));
  }

  private static String endpoints(String hosts) {
    if (hosts.isBlank()) {
      return "localhost:2379";
    }
    return hosts.startsWith(":") ? "localhost" + hosts : hosts;
  }

  /** The settings with these endpoints; how to authenticate stays as it was. */
  Mapping over(Mapping settings) {
    Map<String, Entry> all = new LinkedHashMap<>(settings.entries());
    Map<String, Entry> etcd = new LinkedHashMap<>();
    for (String section : List.of("etcd", "etcd3")) {
      Entry entry = all.remove(section);
      if (entry != null && entry.value() instanceof Mapping mapping) {
        etcd.putAll(mapping.entries());
      }
    }
    REPLACED.forEach(etcd::remove);
    etcd.put("hosts", entry(endpoints));
    all.put("etcd3", new Entry(ORIGIN, new Mapping(ORIGIN, etcd)));
    namespace.ifPresent(name -> all.put("namespace", entry(name)));
    return new Mapping(settings.origin(), all);
  }

  private static Entry entry(String text) {
    return new Entry(ORIGIN, new Scalar(ORIGIN, text, Kind.TEXT));
  }
}
