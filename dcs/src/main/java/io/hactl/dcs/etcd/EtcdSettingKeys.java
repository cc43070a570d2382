package io.hactl.dcs.etcd;

import static io.hactl.settings.keys.InForce.AGENT_RESTART;
import static io.hactl.settings.keys.Setting.local;

import io.hactl.settings.Secret;
import io.hactl.settings.ValueType;
import io.hactl.settings.keys.Catalogue;
import io.hactl.settings.keys.FileCheck;
import io.hactl.settings.keys.Placeholder;
import io.hactl.settings.keys.Setting;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The section {@code etcd3}, or {@code etcd}, with the keys of Patroni's documentation (YAML
 * configuration, Etcd).
 */
public final class EtcdSettingKeys {

  /** The section's name, which stands for its other name, too. */
  static final String SECTION = "etcd3";

  /** All of them. */
  public static final Catalogue CATALOGUE = new Catalogue(Placeholder.of(SECTION, SECTION, "etcd"));

  static final int DEFAULT_PORT = 2379;

  private static final Path HERE = Path.of("");

  static final Setting<List<String>> HOSTS =
      add(
          "hosts",
          ValueType.list(),
          "etcd's endpoints, `host:port`; others are discovered from etcd's member list unless"
              + " `use_proxies`",
          "required, unless `host`, `url` or `proxy` is there");

  static final Setting<String> HOST = add("host", ValueType.text(), "one endpoint", "none");

  static final Setting<Integer> PORT =
      CATALOGUE.add(
          setting("port", ValueType.number(1, 65535), "the port of `host`")
              .otherwise(DEFAULT_PORT));

  /** A URL may hold a password, so that it is a secret as a whole. */
  static final Setting<Secret> URL =
      add("url", ValueType.secret(), "one endpoint as a URL, with user and password", "none");

  /** As {@link #URL}. */
  static final Setting<Secret> PROXY =
      add("proxy", ValueType.secret(), "a proxy before etcd, as a URL", "none");

  static final Setting<Boolean> USE_PROXIES =
      CATALOGUE.add(
          setting(
                  "use_proxies",
                  ValueType.flag(),
                  "the endpoints are proxies, and no others are looked for")
              .otherwise(false));

  static final Setting<Boolean> PROTOCOL =
      CATALOGUE.add(
          setting("protocol", ValueType.choice(protocols(), Map.of()), "`https` for TLS")
              .otherwise(false));

  static final Setting<Path> CACERT =
      CATALOGUE.add(
          setting("cacert", ValueType.path(HERE), "who signs etcd's certificates, PEM")
              .otherwiseAs("the system's")
              .bound(FileCheck.READABLE));

  static final Setting<Path> CERT =
      CATALOGUE.add(
          setting("cert", ValueType.path(HERE), "the client's certificate, PEM")
              .bound(FileCheck.READABLE));

  static final Setting<Path> KEY =
      CATALOGUE.add(
          setting("key", ValueType.path(HERE), "its key, PEM")
              .otherwiseAs("in `cert`")
              .bound(FileCheck.READABLE));

  static final Setting<String> USERNAME =
      add("username", ValueType.text(), "a user of etcd", "none");

  static final Setting<Secret> PASSWORD =
      add("password", ValueType.secret(), "the user's password", "none");

  static final Setting<String> SRV =
      add("srv", ValueType.text(), "refused: name the endpoints in `hosts`", "none");

  static final Setting<String> SRV_SUFFIX =
      add("srv_suffix", ValueType.text(), "refused: name the endpoints in `hosts`", "none");

  private EtcdSettingKeys() {}

  private static <T> Setting<T> setting(String key, ValueType<T> type, String meaning) {
    return local(SECTION + "." + key, type, meaning).inForce(AGENT_RESTART).variable();
  }

  private static <T> Setting<T> add(
      String key, ValueType<T> type, String meaning, String otherwise) {
    return CATALOGUE.add(setting(key, type, meaning).otherwiseAs(otherwise));
  }

  private static Map<String, Boolean> protocols() {
    Map<String, Boolean> protocols = new LinkedHashMap<>();
    protocols.put("http", false);
    protocols.put("https", true);
    return protocols;
  }
}
