package io.hactl.cli.connect;

import io.hactl.cli.terminal.CliException;
import io.hactl.dcs.Dcs;
import io.hactl.dcs.Keys;
import io.hactl.dcs.etcd.EtcdDcs;
import io.hactl.dcs.etcd.EtcdSettings;
import io.hactl.dcs.etcd.EtcdSettingsReader;
import io.hactl.settings.Problem;
import io.hactl.settings.Problems;
import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.keys.AccessKeys;
import io.hactl.settings.keys.Section;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** Finds the cluster by settings files and the environment. */
public final class SettingsAccess implements ClusterAccess {

  // gRPC logs past SLF4J. The field keeps the logger, and with it its level, from being collected.
  private static final Logger GRPC = Logger.getLogger("io.grpc");

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

  private final Optional<String> scope;
  private final String namespace;
  private final EtcdSettings etcd;
  private final RestAgents agents;
  private final Map<String, Dcs> opened = new HashMap<>();

  private SettingsAccess(
      Optional<String> scope, String namespace, EtcdSettings etcd, RestAgents agents) {
    this.scope = scope;
    this.namespace = namespace;
    this.etcd = etcd;
    this.agents = agents;
  }

  /**
   * Reads the settings; nothing is connected to yet.
   *
   * @throws CliException with everything that is wrong
   */
  public static SettingsAccess open(ConnectOptions options, Map<String, String> environment) {
    GRPC.setLevel(Level.OFF);
    Problems problems = new Problems();
    Optional<DcsUrl> url = options.dcsUrl().map(DcsUrl::parse);
    Mapping found =
        new SettingsSource(environment).load(options.configFile(), url.isPresent(), problems);
    Mapping settings = url.map(dcs -> dcs.over(found)).orElse(found);
    Section root = Section.root(settings, problems);
    Optional<String> scope = root.find(AccessKeys.SCOPE);
    String namespace = root.value(AccessKeys.NAMESPACE);
    EtcdSettings etcd = EtcdSettingsReader.read(root, CALL_TIMEOUT);
    RestAgents agents = new RestAgents(CtlSettingsReader.read(root, options.insecure()));
    if (problems.hasErrors()) {
      throw CliException.failed(
          problems.errors().stream().map(Problem::text).collect(Collectors.joining("\nError: ")));
    }
    return new SettingsAccess(scope, namespace, etcd, agents);
  }

  @Override
  public Optional<String> defaultScope() {
    return scope;
  }

  @Override
  public Dcs dcs(String name) {
    return opened.computeIfAbsent(
        name, cluster -> EtcdDcs.connect(etcd, Keys.prefix(namespace, cluster)));
  }

  @Override
  public Agents agents() {
    return agents;
  }

  @Override
  public void close() {
    opened.values().forEach(Dcs::close);
    agents.close();
  }
}
