package io.hactl.dcs.etcd;

import io.hactl.settings.HostPort;
import io.hactl.settings.Secret;
import io.hactl.settings.keys.CertificateReader;
import io.hactl.settings.keys.Section;
import io.hactl.settings.keys.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the section {@code etcd3}, or {@code etcd} where that is missing; the API is version 3 in
 * either case. The keys are those of Patroni's documentation (YAML configuration, Etcd).
 */
public final class EtcdSettingsReader {

  private final Section section;
  private final List<String> endpoints = new ArrayList<>();
  private Optional<Boolean> tlsFromUrl = Optional.empty();
  private Optional<String> usernameFromUrl = Optional.empty();
  private Optional<Secret> passwordFromUrl = Optional.empty();

  private EtcdSettingsReader(Section section) {
    this.section = section;
  }

  /**
   * The way to etcd. What is wrong is reported at {@code root}, and the settings returned are only
   * of use if nothing was.
   *
   * @param root the settings as a whole
   * @param callTimeout the longest one call may take
   */
  public static EtcdSettings read(Section root, Duration callTimeout) {
    boolean both = root.has("etcd3") && root.has("etcd");
    boolean neither = !root.has("etcd3") && !root.has("etcd");
    if (both) {
      root.warning("etcd", "is not used, as 'etcd3' is there", "remove one of them");
      root.allow("etcd");
    }
    if (neither) {
      root.error("etcd3", "is missing", "add it with 'hosts', for instance 10.0.0.1:2379");
    }
    String name = root.has("etcd3") || neither ? "etcd3" : "etcd";
    EtcdSettingsReader reader = new EtcdSettingsReader(root.naming(EtcdSettingKeys.SECTION, name));
    return reader.read(callTimeout, neither);
  }

  private EtcdSettings read(Duration callTimeout, boolean missing) {
    boolean proxied = section.has(EtcdSettingKeys.PROXY);
    readUrl(EtcdSettingKeys.URL);
    readUrl(EtcdSettingKeys.PROXY);
    readHosts();
    if (section.find(EtcdSettingKeys.SRV).isPresent()
        || section.find(EtcdSettingKeys.SRV_SUFFIX).isPresent()) {
      Setting<String> key =
          section.has(EtcdSettingKeys.SRV) ? EtcdSettingKeys.SRV : EtcdSettingKeys.SRV_SUFFIX;
      section.error(key, "is not supported", "name the endpoints in 'hosts'");
    } else if (endpoints.isEmpty() && !missing && !hasAnyEndpointKey()) {
      section.error(
          EtcdSettingKeys.HOSTS, "is missing", "name etcd's endpoints, for instance 10.0.0.1:2379");
    }
    boolean discover = !section.value(EtcdSettingKeys.USE_PROXIES) && !proxied;
    boolean tls = tls();
    Optional<Path> caCertificate = section.find(EtcdSettingKeys.CACERT);
    CertificateReader.Pair client =
        CertificateReader.read(section, EtcdSettingKeys.CERT, EtcdSettingKeys.KEY);
    Optional<Path> certificate = client.certificate();
    if (!tls && (caCertificate.isPresent() || certificate.isPresent())) {
      Setting<Path> unused =
          caCertificate.isPresent() ? EtcdSettingKeys.CACERT : EtcdSettingKeys.CERT;
      section.warning(unused, "is not used without TLS", "set 'protocol: https'");
    }
    Optional<String> username = section.find(EtcdSettingKeys.USERNAME).or(() -> usernameFromUrl);
    Optional<Secret> password = section.find(EtcdSettingKeys.PASSWORD).or(() -> passwordFromUrl);
    checkUser(username, password);
    return new EtcdSettings(
        endpoints,
        tls,
        caCertificate,
        certificate,
        client.key(),
        username,
        password,
        discover,
        callTimeout);
  }

  private boolean hasAnyEndpointKey() {
    return Stream.of(
            EtcdSettingKeys.HOST, EtcdSettingKeys.HOSTS, EtcdSettingKeys.URL, EtcdSettingKeys.PROXY)
        .anyMatch(section::has);
  }

  private void checkUser(Optional<String> username, Optional<Secret> password) {
    if (username.isPresent() && password.isEmpty()) {
      section.error(
          EtcdSettingKeys.PASSWORD, "is missing although 'username' is set", "set both or neither");
    }
    if (username.isEmpty() && password.isPresent()) {
      section.error(
          EtcdSettingKeys.USERNAME, "is missing although 'password' is set", "set both or neither");
    }
  }

  private boolean tls() {
    boolean written = section.value(EtcdSettingKeys.PROTOCOL);
    return tlsFromUrl.orElse(written);
  }

  private void readHosts() {
    Optional<String> host = section.find(EtcdSettingKeys.HOST);
    int port = section.value(EtcdSettingKeys.PORT);
    host.ifPresent(text -> addEndpoint(EtcdSettingKeys.HOST, text, port));
    section
        .find(EtcdSettingKeys.HOSTS)
        .orElse(List.of())
        .forEach(text -> addEndpoint(EtcdSettingKeys.HOSTS, text, EtcdSettingKeys.DEFAULT_PORT));
  }

  private void addEndpoint(Setting<?> key, String text, int port) {
    String bare = text.strip();
    String scheme = bare.toLowerCase(Locale.ROOT);
    if (scheme.startsWith("http://") || scheme.startsWith("https://")) {
      section.error(
          key, "has an endpoint that starts with http", "write host:port and set 'protocol'");
      return;
    }
    Optional<HostPort> parsed = HostPort.parse(bare, port);
    if (parsed.isEmpty()) {
      section.error(key, "has an endpoint that is not host:port", "write 10.0.0.1:2379");
    } else if (!endpoints.contains(parsed.get().toString())) {
      endpoints.add(parsed.get().toString());
    }
  }

  /** A URL may hold a password, so that it is never repeated in a message. */
  private void readUrl(Setting<Secret> key) {
    Optional<String> text = section.find(key).map(Secret::value);
    if (text.isEmpty()) {
      return;
    }
    Optional<URI> url = parse(text.get());
    if (url.isEmpty()) {
      section.error(key, "is not a URL", "write http://host:2379 or https://host:2379");
      return;
    }
    String host = url.get().getHost();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    int port = url.get().getPort() < 0 ? EtcdSettingKeys.DEFAULT_PORT : url.get().getPort();
    endpoints.add(new HostPort(bare, port).toString());
    tlsFromUrl = Optional.of(url.get().getScheme().equalsIgnoreCase("https"));
    if (url.get().getUserInfo() != null) {
      String[] user = url.get().getUserInfo().split(":", 2);
      usernameFromUrl = Optional.of(user[0]);
      passwordFromUrl = user.length > 1 ? Optional.of(new Secret(user[1])) : Optional.empty();
    }
  }

  private static Optional<URI> parse(String text) {
    try {
      URI url = new URI(text);
      boolean http =
          "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
      return http && url.getHost() != null ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
