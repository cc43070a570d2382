package io.hactl.agent;

import io.hactl.agent.config.AgentSettings;
import io.hactl.agent.config.HealthSettings;
import io.hactl.agent.config.log.Logging;
import io.hactl.agent.config.read.AgentSettingsLoader;
import io.hactl.agent.config.read.SettingsDiff;
import io.hactl.agent.config.read.SettingsReport;
import io.hactl.agent.health.NodeHealth;
import io.hactl.core.model.HealthView;
import io.hactl.core.model.Self;
import io.hactl.dcs.Dcs;
import io.hactl.dcs.Keys;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.dcs.etcd.EtcdDcs;
import io.hactl.os.BootTimeSource;
import io.hactl.os.ThreadTimers;
import io.hactl.port.ConfigCache;
import io.hactl.port.Health;
import io.hactl.postgres.Callbacks;
import io.hactl.postgres.DynamicConfigCache;
import io.hactl.postgres.LocalPostgres;
import io.hactl.postgres.base.PostgresConfig;
import io.hactl.rest.client.RestClient;
import io.hactl.rest.server.RestServer;
import io.hactl.runner.Agent;
import io.hactl.runner.Surroundings;
import io.hactl.runner.answer.LocalAgentApi;
import io.hactl.runner.event.Event;
import io.hactl.time.TimeSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the agent together from its settings, and takes it through reloads to its end. */
final class AgentProcess {

  private static final Logger log = LoggerFactory.getLogger(AgentProcess.class);

  private final Path file;
  private final TimeSource time = new BootTimeSource();
  private final ThreadTimers timers = new ThreadTimers("timers", time);
  private final ThreadTimers leaseTimers = new ThreadTimers("lease", time);
  private final ExecutorService reloads =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("reload").factory());
  private final Dcs dcs;
  private final RestClient peers;
  private final LocalPostgres postgres;
  private final Callbacks callbacks;
  private final Optional<NodeHealth> health;
  private final Agent agent;
  private AgentSettings settings;
  private RestServer rest;

  AgentProcess(Path file, AgentSettings settings) {
    this.file = file;
    this.settings = settings;
    PostgresConfig postgresConfig = postgresConfig(settings);
    Self self = SettingsMapping.self(settings);
    DynamicConfigCache cache = new DynamicConfigCache(settings.postgresql().dataDir());
    this.dcs =
        EtcdDcs.connect(settings.etcd(), Keys.prefix(settings.namespace(), settings.scope()));
    this.peers = new RestClient(SettingsMapping.peers(settings));
    this.postgres = new LocalPostgres(postgresConfig, time);
    this.callbacks = new Callbacks(postgresConfig, time);
    this.health =
        Optional.of(settings.health())
            .filter(HealthSettings::on)
            .map(h -> new NodeHealth(settings.postgresql().dataDir(), limits(h), time));
    DynamicConfig initial = cache.load().orElse(self.bootstrapConfig());
    this.agent =
        new Agent(
            new Surroundings(
                time,
                timers,
                dcs,
                postgres,
                new RestPeers(peers, settings.scope()),
                offTheLoop(cache),
                callbacks,
                FenceBuilder.start(settings, time),
                health.<Health>map(h -> h).orElse(unmeasured(settings.health()))),
            leaseTimers,
            self,
            settings.scope(),
            settings.postgresql().dataDir().toString(),
            initial,
            this::exit);
  }

  /**
   * Starts everything.
   *
   * @return false: it was refused, and the reason is in the log
   */
  boolean start() {
    Self self = SettingsMapping.self(settings);
    if (new NameCheck(dcs, peers, time).isTaken(self)) {
      return false;
    }
    // Before anything is done: a leader that cannot be reached is none, and keeps others from it.
    LocalAgentApi api = new LocalAgentApi(agent.board(), dcs, agent::post, this::reload);
    try {
      rest = RestServer.start(SettingsMapping.rest(settings), api, time, peers);
    } catch (IllegalArgumentException | IllegalStateException e) {
      log.error("{}", e.getMessage());
      return false;
    }
    health.ifPresent(NodeHealth::start);
    agent.start();
    health.ifPresent(
        h -> h.watchApi(rest::answers, rest::restart, settings.health().apiDeadline()));
    Signals.on("TERM", () -> agent.post(new Event.EndAsked()));
    Signals.on("INT", () -> agent.post(new Event.EndAsked()));
    Signals.on("HUP", this::reload);
    log.info(
        "hactl-agent {}: member {} of {}", AgentVersion.VERSION, self.name(), settings.scope());
    return true;
  }

  /** The health of a node that measures nothing; PostgreSQL is observed anyway. */
  private static Health unmeasured(HealthSettings h) {
    return () -> new HealthView(limits(h), List.of(), Optional.empty());
  }

  private static HealthView.Limits limits(HealthSettings h) {
    return new HealthView.Limits(h.minFreeSpace(), h.ioDeadline(), h.serverDeadline());
  }

  /** A disk that hangs must not hold up the loop, and with it the lease. */
  private static ConfigCache offTheLoop(ConfigCache cache) {
    ExecutorService writer =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("config-cache").factory());
    return new ConfigCache() {
      @Override
      public Optional<DynamicConfig> load() {
        return cache.load();
      }

      @Override
      public void store(DynamicConfig config) {
        writer.execute(() -> cache.store(config));
      }
    };
  }

  private static PostgresConfig postgresConfig(AgentSettings settings) {
    return SettingsMapping.postgres(
        settings, ProgramVersion.major(settings.postgresql().program("postgres")));
  }

  private void reload() {
    reloads.execute(this::reloadNow);
  }

  /** Takes over what the file says now; settings with a problem change nothing. */
  private void reloadNow() {
    var loaded = AgentSettingsLoader.load(file, System.getenv());
    SettingsReport.lines(loaded).forEach(line -> log.warn("{}", line));
    if (loaded.settings().isEmpty()) {
      log.error("{} was not reloaded: it has problems; what was in force stays so", file);
      return;
    }
    AgentSettings changed = loaded.settings().get();
    SettingsDiff diff = SettingsDiff.between(settings, changed);
    diff.changes().forEach(change -> log.info("{}", change.text()));
    try {
      rest.reload(SettingsMapping.rest(changed));
    } catch (IllegalArgumentException | IllegalStateException e) {
      log.error("the REST API goes on with its old settings: {}", e.getMessage());
    }
    Logging.configure(changed.log());
    postgres.reload(postgresConfig(changed));
    callbacks.reload(postgresConfig(changed));
    health.ifPresent(h -> h.change(limits(changed.health()), changed.health().apiDeadline()));
    settings = changed;
    agent.post(new Event.SettingsReloaded(SettingsMapping.self(changed)));
  }

  private void exit(int status) {
    Thread.ofPlatform()
        .name("exit")
        .start(
            () -> {
              log.info("hactl-agent ends with status {}", status);
              System.exit(status);
            });
  }
}
