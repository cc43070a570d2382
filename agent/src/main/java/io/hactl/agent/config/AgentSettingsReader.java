package io.hactl.agent.config;

import io.hactl.dcs.cluster.Tags;
import io.hactl.dcs.etcd.EtcdSettings;
import io.hactl.dcs.etcd.EtcdSettingsReader;
import io.hactl.settings.HostPort;
import io.hactl.settings.Section;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the settings as a whole: the keys at the top, and each section by its own reader. */
final class AgentSettingsReader {

  /** Patroni's {@code retry_timeout} is shared by several calls; one of them gets a part of it. */
  private static final Duration ETCD_CALL_TIMEOUT = Duration.ofSeconds(3);

  private static final int MAX_NAME_BYTES = 63;

  /** A reserved word: it stands for no member at all in {@code synchronous_standby_names}. */
  private static final String PLACEHOLDER = "__patroni_strict_sync_replica_placeholder__";

  private static final Pattern ILLEGAL_IN_NAME = Pattern.compile("[/,\\s\\p{Cntrl}\"'\\\\]");

  private final Section root;
  private final Map<String, String> environment;

  AgentSettingsReader(Section root, Map<String, String> environment) {
    this.root = root;
    this.environment = environment;
  }

  AgentSettings read() {
    root.ignore("consul", "zookeeper", "exhibitor", "kubernetes", "raft", "citus", "multisite");
    root.ignore("thread_pool_size", "thread_stack_size");
    String scope = name("scope", "name the cluster, for instance 'scope: orders'");
    String name = name("name", "name this member, for instance after its host");
    EtcdSettings etcd = EtcdSettingsReader.read(root, ETCD_CALL_TIMEOUT);
    RestApiSettings restApi = new RestApiReader(root.section("restapi")).read();
    PostgresqlSettings postgresql =
        new PostgresqlReader(root.section("postgresql"), environment).read();
    BootstrapSettings bootstrap = new BootstrapReader(root.section("bootstrap")).read();
    CtlSettings ctl = new CtlReader(root.section("ctl")).read(restApi);
    Tags tags = new TagsReader(root.section("tags")).read();
    warnOfLoopback(etcd, restApi, postgresql);
    return new AgentSettings(
        scope,
        name,
        namespace(),
        restApi,
        etcd,
        bootstrap,
        postgresql,
        GuardReader.read(root.section("guard")),
        WatchdogReader.read(root.section("watchdog")),
        HealthReader.read(root.section("health")),
        tags,
        new LogReader(root.section("log")).read(),
        ctl);
  }

  /** Any number of slashes is one, as in Patroni. */
  private String namespace() {
    return ("/" + root.text("namespace", "service") + "/").replaceAll("/+", "/");
  }

  private String name(String key, String suggestion) {
    String name = root.required(key, suggestion);
    if (ILLEGAL_IN_NAME.matcher(name).find()) {
      root.error(
          key, "has a blank, a quote, a comma or a slash", "use letters, digits, '-' and '_'");
    } else if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      root.error(key, "is longer than " + MAX_NAME_BYTES + " bytes", "shorten it");
    } else if (name.equals(PLACEHOLDER) || name.equals(".") || name.equals("..")) {
      root.error(key, "is a reserved word", "choose another name");
    }
    return name;
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
    warnOfLoopback(root.section("restapi"), restApi.connectAddress());
    warnOfLoopback(root.section("postgresql"), postgresql.connectAddress());
  }

  private static void warnOfLoopback(Section section, HostPort address) {
    if (address.isLoopback()) {
      section.warning(
          "connect_address",
          "is a loopback address, which other members cannot reach",
          "use this machine's own address");
    }
  }
}
