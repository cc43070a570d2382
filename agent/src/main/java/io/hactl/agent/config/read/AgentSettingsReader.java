package io.hactl.agent.config.read;

import io.hactl.agent.config.AgentSettings;
import io.hactl.agent.config.PostgresqlSettings;
import io.hactl.agent.config.RestApiSettings;
import io.hactl.agent.config.keys.LocalPostgresqlKeys;
import io.hactl.agent.config.keys.MemberKeys;
import io.hactl.agent.config.keys.RestApiKeys;
import io.hactl.dcs.etcd.EtcdSettings;
import io.hactl.dcs.etcd.EtcdSettingsReader;
import io.hactl.settings.HostPort;
import io.hactl.settings.keys.AccessKeys;
import io.hactl.settings.keys.Section;
import io.hactl.settings.keys.Setting;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads the settings as a whole: the keys at the top, and each section by its own reader. */
final class AgentSettingsReader {

  /** Patroni's {@code retry_timeout} is shared by several calls; one of them gets a part of it. */
  private static final Duration ETCD_CALL_TIMEOUT = Duration.ofSeconds(3);

  private final Section root;
  private final Map<String, String> environment;

  AgentSettingsReader(Section root, Map<String, String> environment) {
    this.root = root;
    this.environment = environment;
  }

  AgentSettings read() {
    root.check(AccessKeys.SCOPE, MemberKeys.LEGAL_NAME);
    EtcdSettings etcd = EtcdSettingsReader.read(root, ETCD_CALL_TIMEOUT);
    RestApiSettings restApi = new RestApiReader(root).read();
    PostgresqlSettings postgresql = new PostgresqlReader(root, environment).read();
    warnOfLoopback(etcd, restApi, postgresql);
    return new AgentSettings(
        root.value(AccessKeys.SCOPE),
        root.value(MemberKeys.NAME),
        namespace(),
        restApi,
        etcd,
        new BootstrapReader(root).read(),
        postgresql,
        NodeReader.guard(root),
        NodeReader.watchdog(root),
        NodeReader.health(root),
        new TagsReader(root).read(),
        new LogReader(root).read(),
        CtlReader.read(root, restApi));
  }

  /** Any number of slashes is one, as in Patroni. */
  private String namespace() {
    return ("/" + root.value(AccessKeys.NAMESPACE) + "/").replaceAll("/+", "/");
  }

  /** Everything on one machine is a trial; a loopback address among real machines is a mistake. */
  private void warnOfLoopback(
      EtcdSettings etcd, RestApiSettings restApi, PostgresqlSettings postgresql) {
    boolean distributed =
        etcd.endpoints().stream()
            .map(endpoint -> HostPort.parse(endpoint, 1))
            .flatMap(Optional::stream)
            .anyMatch(endpoint -> !endpoint.isLoopback());
    if (!distributed) {
      return;
    }
    warnOfLoopback(RestApiKeys.CONNECT_ADDRESS, restApi.connectAddress());
    warnOfLoopback(LocalPostgresqlKeys.CONNECT_ADDRESS, postgresql.connectAddress());
  }

  private void warnOfLoopback(Setting<String> setting, HostPort address) {
    if (address.isLoopback()) {
      root.warning(
          setting,
          "is a loopback address, which other members cannot reach",
          "use this machine's own address");
    }
  }
}
