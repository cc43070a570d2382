package io.hactl.agent.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.agent.config.AgentSettings;
import io.hactl.agent.config.AuthenticationSettings;
import io.hactl.agent.config.BasicAuthentication;
import io.hactl.agent.config.CommandOption;
import io.hactl.agent.config.GuardSettings;
import io.hactl.agent.config.PostgresqlOptions;
import io.hactl.agent.config.PostgresqlSettings;
import io.hactl.agent.config.RestApiSettings;
import io.hactl.agent.config.WatchdogSettings;
import io.hactl.agent.config.log.LogLevel;
import io.hactl.settings.HostPort;
import io.hactl.settings.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Defaults, real files, folders of files, and the environment over them. */
final class LoadingTest {

  @TempDir Path dir;
  private Sandbox sandbox;

  @BeforeEach
  void prepare() {
    sandbox = new Sandbox(dir);
  }

  private AgentSettings folder() {
    for (String file : List.of("10-common.yml", "20-member.yaml", "notes.txt")) {
      sandbox.sample("folder/" + file);
    }
    AgentSettingsLoader.Loaded loaded =
        AgentSettingsLoader.load(dir.resolve("folder"), sandbox.environment);
    return loaded
        .settings()
        .orElseThrow(() -> new AssertionError(String.join("\n", sandbox.report(loaded))));
  }

  @Test
  void theFilesOfAFolderAreLaidOverEachOtherInTheirOrder() {
    AgentSettings settings = folder();
    assertThat(settings.scope()).isEqualTo("orders");
    assertThat(settings.name()).isEqualTo("pg-5");
    assertThat(settings.namespace()).isEqualTo("/shop/");
    assertThat(settings.postgresql().listen().port()).isEqualTo(5433);
    assertThat(settings.postgresql().options().usePgRewind()).isFalse();
  }

  @Test
  void whatIsNotSetHasTheDefaultsOfPatroni() {
    AgentSettings settings = folder();
    RestApiSettings restApi = settings.restApi();
    assertThat(restApi.connectAddress()).isEqualTo(new HostPort("10.0.0.5", 8008));
    assertThat(restApi.tls()).isFalse();
    assertThat(restApi.verifyClient()).isEqualTo(RestApiSettings.VerifyClient.NONE);
    assertThat(restApi.allowlist()).isEmpty();
    assertThat(restApi.requestQueueSize()).isEqualTo(5);
    assertThat(settings.etcd().tls()).isFalse();
    assertThat(settings.etcd().discover()).isTrue();
    PostgresqlSettings postgresql = settings.postgresql();
    assertThat(postgresql.connectAddress()).isEqualTo(new HostPort("10.0.0.5", 5433));
    assertThat(postgresql.configDir()).isEqualTo(postgresql.dataDir());
    assertThat(postgresql.binDir()).isEqualTo(dir.resolve("bin"));
    assertThat(postgresql.database()).isEqualTo("postgres");
    assertThat(postgresql.authentication().rewind()).isEmpty();
    assertThat(postgresql.authentication().forRewind().username()).isEqualTo("postgres");
    PostgresqlOptions options = postgresql.options();
    assertThat(options.useSlots()).isTrue();
    assertThat(options.useUnixSocket()).isFalse();
    assertThat(options.createReplicaMethods()).containsExactly("basebackup");
    assertThat(options.pgCtlTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.watchdog())
        .isEqualTo(
            new WatchdogSettings(
                WatchdogSettings.Mode.AUTOMATIC,
                false,
                Path.of("/dev/watchdog"),
                Optional.of(Duration.ofSeconds(5))));
    assertThat(settings.guard()).isEqualTo(new GuardSettings(true, Optional.empty()));
    assertThat(settings.tags().values()).isEmpty();
    assertThat(settings.log().format()).isEqualTo("%(asctime)s %(levelname)s: %(message)s");
    assertThat(settings.log().fileNum()).isEqualTo(4);
    assertThat(settings.log().fileSize()).isEqualTo(25_000_000);
  }

  @Test
  void theDefaultPasswordFileIsInTheHomeFolder() {
    sandbox.sample("tls-and-anchors.yml");
    assertThat(sandbox.settings("tls-and-anchors.yml").postgresql().pgpass())
        .isEqualTo(dir.resolve("pgpass"));
  }

  @Test
  void aUsualFileOfPatroniLoadsWithoutAWord() {
    AgentSettingsLoader.Loaded loaded = sandbox.load("three-vms.yml");
    assertThat(sandbox.report(loaded)).isEmpty();
    AgentSettings settings = loaded.settings().orElseThrow();
    assertThat(settings.namespace()).isEqualTo("/db/");
    assertThat(settings.etcd().endpoints())
        .containsExactly("10.20.0.21:2379", "10.20.0.22:2379", "10.20.0.23:2379");
    assertThat(settings.bootstrap().dcs().at("/postgresql/parameters/archive_mode").asBoolean())
        .isTrue();
    assertThat(settings.postgresql().options().parameters())
        .containsEntry("log_file_mode", "0640")
        .containsEntry("synchronous_commit", "on");
    assertThat(settings.tags().values()).isEmpty();
  }

  @Test
  void tlsAnchorsAndABackupToolAreUnderstood() {
    AgentSettings settings = sandbox.settings("tls-and-anchors.yml");
    assertThat(settings.restApi().listen()).isEqualTo(new HostPort("::", 8008));
    assertThat(settings.restApi().authentication())
        .contains(new BasicAuthentication("admin", new Secret("p@ss: word")));
    assertThat(settings.ctl().authentication()).isEqualTo(settings.restApi().authentication());
    assertThat(settings.ctl().cacert()).isEqualTo(settings.restApi().cafile());
    assertThat(settings.etcd().endpoints()).containsExactly("etcd.example.org:2379");
    assertThat(settings.etcd().tls()).isTrue();
    assertThat(settings.etcd().key()).contains(dir.resolve("both.pem"));
    assertThat(settings.etcd().password()).contains(new Secret("etcd-pass"));
    assertThat(settings.postgresql().listen().local()).isEqualTo(new HostPort("localhost", 5433));
    assertThat(settings.postgresql().options().basebackup())
        .extracting(CommandOption::argument)
        .containsExactly("--verbose", "--max-rate=100M", "--checkpoint=fast");
    assertThat(settings.postgresql().options().replicaMethods().get("pgbackrest").keepData())
        .isTrue();
    assertThat(settings.bootstrap().postBootstrap()).contains("/usr/local/bin/setup.sh");
    assertThat(settings.log().fields())
        .containsExactly(
            Map.entry("asctime", "@timestamp"),
            Map.entry("levelname", "levelname"),
            Map.entry("message", "message"));
    assertThat(settings.tags().values())
        .containsEntry("nofailover", false)
        .containsEntry("failover_priority", 2L)
        .containsEntry("datacenter", "dc1");
  }

  @Test
  void theEnvironmentIsLaidOverTheFile() {
    sandbox.environment.putAll(
        Map.of(
            "PATRONI_NAME", "from-patroni",
            "HACTL_NAME", "from-hactl",
            "PATRONI_ETCD3_HOSTS", "'10.9.0.1:2379','10.9.0.2:2379'",
            "PATRONI_RESTAPI_USERNAME", "u",
            "PATRONI_RESTAPI_PASSWORD", "p: *w",
            "PATRONI_SUPERUSER_PASSWORD", "from-environment",
            "PATRONI_REPLICATION_SSLMODE", "require",
            "PATRONI_LOG_LOGGERS", "{io.hactl: DEBUG}",
            "PATRONI_RESTAPI_HTTP_EXTRA_HEADERS", "X-A: a",
            "HACTL_LOG_LEVEL", "ERROR"));
    AgentSettings settings = sandbox.settings("three-vms.yml");
    assertThat(settings.name()).isEqualTo("from-hactl");
    assertThat(settings.etcd().endpoints()).containsExactly("10.9.0.1:2379", "10.9.0.2:2379");
    assertThat(settings.restApi().authentication())
        .contains(new BasicAuthentication("u", new Secret("p: *w")));
    assertThat(settings.restApi().httpExtraHeaders()).containsEntry("X-A", "a");
    AuthenticationSettings authentication = settings.postgresql().authentication();
    assertThat(authentication.superuser().username()).isEqualTo("postgres");
    assertThat(authentication.superuser().password()).contains(new Secret("from-environment"));
    assertThat(authentication.replication().sslmode()).contains("require");
    assertThat(settings.log().loggers()).containsEntry("io.hactl", LogLevel.DEBUG);
    assertThat(settings.log().level()).isEqualTo(LogLevel.ERROR);
  }

  @Test
  void theWholeFileMayBeInAVariable() throws Exception {
    sandbox.environment.put(
        "HACTL_CONFIGURATION", Files.readString(sandbox.sample("three-vms.yml")));
    assertThat(AgentSettingsLoader.load(sandbox.environment).settings())
        .map(AgentSettings::name)
        .contains("pg-1");
  }
}
