package io.hactl.agent.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.agent.config.AgentSettings;
import io.hactl.agent.config.read.SettingsDiff.Change;
import io.hactl.settings.keys.InForce;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reload tells. */
final class SettingsDiffTest {

  @TempDir Path dir;
  private Sandbox sandbox;
  private AgentSettings before;

  @BeforeEach
  void load() {
    sandbox = new Sandbox(dir);
    before = sandbox.settings("three-vms.yml");
  }

  private SettingsDiff after(String... variables) {
    for (int i = 0; i < variables.length; i += 2) {
      sandbox.environment.put(variables[i], variables[i + 1]);
    }
    return SettingsDiff.between(before, sandbox.settings("three-vms.yml"));
  }

  @Test
  void theSameSettingsDoNotDiffer() {
    assertThat(after().isEmpty()).isTrue();
  }

  @Test
  void aChangeTellsItsNameItsValuesAndWhatItTakes() {
    SettingsDiff diff =
        after(
            "HACTL_SCOPE", "other",
            "HACTL_LOG_LEVEL", "DEBUG",
            "HACTL_ETCD3_HOSTS", "10.20.0.21:2379",
            "HACTL_POSTGRESQL_LISTEN", "0.0.0.0:5433");
    assertThat(diff.changes())
        .extracting(Change::text)
        .containsExactly(
            "scope: 'orders' becomes 'other' after a restart of the agent",
            "etcd3.hosts: '[10.20.0.21:2379, 10.20.0.22:2379, 10.20.0.23:2379]' becomes"
                + " '[10.20.0.21:2379]' after a restart of the agent",
            "postgresql.listen.port: '5432' becomes '5433' after a restart of PostgreSQL",
            "log.level: 'INFO' becomes 'DEBUG'");
    assertThat(diff.with(InForce.RELOAD)).extracting(Change::path).containsExactly("log.level");
  }

  @Test
  void theSuperusersNameTakesAnotherThingThanTheOthersNames() {
    assertThat(after("HACTL_SUPERUSER_USERNAME", "root").with(InForce.AGENT_RESTART))
        .extracting(Change::path)
        .containsExactly("postgresql.authentication.superuser.username");
    before = sandbox.settings("three-vms.yml");
    assertThat(after("HACTL_REPLICATION_USERNAME", "walker").with(InForce.RELOAD))
        .extracting(Change::path)
        .containsExactly("postgresql.authentication.replication.username");
  }

  @Test
  void aChangedPasswordIsToldWithoutBeingShown() {
    assertThat(after("HACTL_SUPERUSER_PASSWORD", "new-pass").changes())
        .extracting(Change::text)
        .containsExactly("postgresql.authentication.superuser.password: '***' becomes '***'");
  }

  @Test
  void everyNameIsTheOneInTheFile() {
    sandbox.sample("everything.yml");
    assertThat(SettingsDiff.between(before, sandbox.settings("everything.yml")).changes())
        .extracting(Change::path)
        .contains(
            "restapi.connect_address",
            "postgresql.use_pg_rewind",
            "postgresql.use_unix_socket_repl",
            "postgresql.parameters.work_mem",
            "bootstrap.post_bootstrap",
            "bootstrap.users.admin.options",
            "etcd3.cacert",
            "watchdog.safety_margin",
            "tags");
  }
}
