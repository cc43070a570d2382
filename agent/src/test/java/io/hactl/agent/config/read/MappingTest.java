package io.hactl.agent.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.agent.config.AgentSettings;
import io.hactl.agent.config.AuthenticationSettings;
import io.hactl.agent.config.AuthenticationSettings.Credentials;
import io.hactl.agent.config.BasicAuthentication;
import io.hactl.agent.config.BootstrapSettings;
import io.hactl.agent.config.CommandOption;
import io.hactl.agent.config.CtlSettings;
import io.hactl.agent.config.GuardSettings;
import io.hactl.agent.config.ListenAddresses;
import io.hactl.agent.config.PostgresqlOptions;
import io.hactl.agent.config.PostgresqlOptions.ReplicaMethod;
import io.hactl.agent.config.PostgresqlSettings;
import io.hactl.agent.config.RestApiSettings;
import io.hactl.agent.config.RestApiSettings.ServerTokens;
import io.hactl.agent.config.RestApiSettings.VerifyClient;
import io.hactl.agent.config.WatchdogSettings;
import io.hactl.agent.config.log.LogLevel;
import io.hactl.agent.config.log.LogSettings;
import io.hactl.dcs.etcd.EtcdSettings;
import io.hactl.settings.HostPort;
import io.hactl.settings.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every key set to something that is not its default, and where it arrives. */
final class MappingTest {

  @TempDir Path dir;
  private AgentSettings settings;

  @BeforeEach
  void load() {
    settings = new Sandbox(dir).settings("everything.yml");
  }

  private Optional<Path> file(String name) {
    return Optional.of(dir.resolve(name));
  }

  private static Optional<Secret> secret(String value) {
    return Optional.of(new Secret(value));
  }

  @Test
  void theTopOfTheFile() {
    assertThat(settings.scope()).isEqualTo("everything");
    assertThat(settings.name()).isEqualTo("n-1");
    assertThat(settings.namespace()).isEqualTo("/deep/space/");
    assertThat(settings.tags().values())
        .isEqualTo(
            Map.of(
                "nofailover",
                true,
                "failover_priority",
                3L,
                "replicatefrom",
                "n-2",
                "zone",
                7L,
                "weight",
                0.5,
                "active",
                true));
  }

  @Test
  void restApi() {
    assertThat(settings.restApi())
        .isEqualTo(
            new RestApiSettings(
                new HostPort("10.1.0.1", 8009),
                new HostPort("10.1.0.2", 8010),
                file("server.crt"),
                file("server.key"),
                secret("key-pass"),
                file("ca.crt"),
                VerifyClient.REQUIRED,
                Optional.of("HIGH:!aNULL"),
                Optional.of(new BasicAuthentication("api", new Secret("api-pass"))),
                List.of("10.0.0.0/8", "host.example.org"),
                true,
                Map.of("X-A", "a"),
                Map.of("X-B", "b"),
                7,
                ServerTokens.MINIMAL));
  }

  @Test
  void ctl() {
    assertThat(settings.ctl())
        .isEqualTo(
            new CtlSettings(
                true,
                file("ca.crt"),
                file("both.pem"),
                file("server.key"),
                secret("ctl-key-pass"),
                Optional.of(new BasicAuthentication("ctl", new Secret("ctl-pass")))));
  }

  @Test
  void etcd() {
    assertThat(settings.etcd())
        .isEqualTo(
            new EtcdSettings(
                List.of("10.1.0.3:2380", "10.1.0.4:2381", "[fd00::1]:2382"),
                true,
                file("ca.crt"),
                file("server.crt"),
                file("server.key"),
                Optional.of("root"),
                secret("etcd-pass"),
                false,
                Duration.ofSeconds(3)));
  }

  @Test
  void bootstrap() {
    BootstrapSettings bootstrap = settings.bootstrap();
    assertThat(bootstrap.dcs().toString())
        .isEqualTo(
            "{\"ttl\":40,\"failsafe_mode\":true,"
                + "\"postgresql\":{\"parameters\":{\"max_connections\":50}}}");
    assertThat(bootstrap.initdb())
        .extracting(CommandOption::argument)
        .containsExactly("--data-checksums", "--encoding=UTF8", "--locale=C");
    assertThat(bootstrap.postBootstrap()).contains("/bin/post");
    assertThat(bootstrap.users())
        .isEqualTo(
            Map.of("admin", new BootstrapSettings.User(secret("admin-pass"), List.of("createdb"))));
    assertThat(bootstrap.pgHba()).containsExactly("local all all trust");
  }

  @Test
  void postgresqlOnThisNode() {
    PostgresqlSettings postgresql = settings.postgresql();
    assertThat(postgresql.listen())
        .isEqualTo(new ListenAddresses(List.of("10.1.0.5", "10.1.0.6"), 5434));
    assertThat(postgresql.connectAddress()).isEqualTo(new HostPort("10.1.0.7", 5435));
    assertThat(postgresql.proxyAddress()).contains(new HostPort("10.1.0.8", 6432));
    assertThat(postgresql.dataDir()).isEqualTo(dir.resolve("data"));
    assertThat(postgresql.configDir()).isEqualTo(dir.resolve("conf"));
    assertThat(postgresql.binDir()).isEqualTo(dir.resolve("bin"));
    assertThat(postgresql.program("pg_isready")).isEqualTo(dir.resolve("bin/pg_isready15"));
    assertThat(postgresql.program("pg_ctl")).isEqualTo(dir.resolve("bin/pg_ctl"));
    assertThat(postgresql.pgpass()).isEqualTo(dir.resolve("pgpass"));
    assertThat(postgresql.database()).isEqualTo("admin");
    assertThat(postgresql.configBaseName()).isEqualTo("pg");
    assertThat(postgresql.options().unixSocketDirectory()).contains(Path.of("/run/a"));
  }

  @Test
  void authentication() {
    AuthenticationSettings authentication = settings.postgresql().authentication();
    assertThat(authentication.superuser())
        .isEqualTo(
            new Credentials(
                "su",
                secret("su-pass"),
                Optional.of("verify-ca"),
                file("server.crt"),
                file("server.key"),
                secret("su-ssl-pass"),
                file("ca.crt"),
                file("ca.crt"),
                file("conf"),
                Optional.of("direct"),
                Optional.of("disable"),
                Optional.of("require")));
    assertThat(authentication.replication().username()).isEqualTo("rep");
    assertThat(authentication.replication().password()).isEqualTo(secret("rep-pass"));
    assertThat(authentication.forRewind().username()).isEqualTo("rew");
    assertThat(authentication.forRewind().password()).isEqualTo(secret("rew-pass"));
  }

  @Test
  void optionsOfPostgresql() {
    assertThat(settings.postgresql().options())
        .isEqualTo(
            new PostgresqlOptions(
                Map.of("unix_socket_directories", "/run/a, /run/b", "work_mem", "4MB"),
                List.of("local all all peer"),
                List.of("m a b"),
                file("custom.conf"),
                true,
                true,
                Map.of(
                    "on_start", "/cb/start",
                    "on_stop", "/cb/stop",
                    "on_restart", "/cb/restart",
                    "on_reload", "/cb/reload",
                    "on_role_change", "/cb/role"),
                Optional.of("/bin/pre"),
                Optional.of("/bin/before"),
                List.of("wal_g", "basebackup"),
                Map.of(
                    "wal_g",
                    new ReplicaMethod(
                        "wal_g", "/bin/walg", false, true, false, Map.of("threads", "4"))),
                List.of(new CommandOption("max-rate", Optional.of("10M"))),
                Map.of("restore_command", "cp"),
                true,
                true,
                false,
                true,
                Duration.ofMinutes(2)));
  }

  @Test
  void fencesAndLog() {
    assertThat(settings.guard())
        .isEqualTo(new GuardSettings(false, Optional.of(Path.of("/opt/hactl-guard"))));
    assertThat(settings.watchdog())
        .isEqualTo(
            new WatchdogSettings(
                WatchdogSettings.Mode.REQUIRED,
                true,
                Path.of("/dev/watchdog1"),
                Optional.of(Duration.ofMillis(1500))));
    assertThat(settings.log())
        .isEqualTo(
            new LogSettings(
                LogSettings.Type.PLAIN,
                LogLevel.WARNING,
                LogLevel.DEBUG,
                "%(levelname)s %(message)s",
                Map.of(),
                Optional.of("%H:%M"),
                file("conf"),
                3,
                1 << 20,
                Map.of("dc", "one"),
                Map.of("io.hactl", LogLevel.DEBUG, "urllib3", LogLevel.CRITICAL)));
  }

  @Test
  void noSecretIsPrinted() {
    assertThat(settings.toString()).doesNotContain("-pass").contains("***");
  }
}
