package io.hactl.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.hactl.cli.terminal.CliException;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.etcd.EtcdProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which settings are found, what overrides what, and that they lead to a real etcd. */
@Timeout(60)
class SettingsAccessTest {

  private static EtcdProcess etcd;

  @TempDir private Path home;

  @BeforeAll
  static void start() {
    etcd = EtcdProcess.start();
  }

  @AfterAll
  static void stop() {
    etcd.close();
  }

  private Path write(String file, String yaml) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, yaml);
  }

  private SettingsAccess open(Optional<String> file, Optional<String> url, String... variables) {
    Map<String, String> environment = new HashMap<>(Map.of("HOME", home.toString()));
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return SettingsAccess.open(new ConnectOptions(file, url, false), environment);
  }

  /** Reads the cluster that the settings lead to, having written to it. */
  private static Cluster reached(SettingsAccess access, String namespace) {
    try (access;
        SettingsAccess direct =
            SettingsAccess.open(
                new ConnectOptions(
                    Optional.empty(),
                    Optional.of("etcd3://" + etcd.endpoint() + "/" + namespace),
                    false),
                Map.of())) {
      Transaction put = Transaction.builder().put(Keys.INITIALIZE, namespace).build();
      assertThat(direct.dcs("bench").commit(put)).succeedsWithin(10, TimeUnit.SECONDS);
      return access.dcs("bench").read().toCompletableFuture().join();
    }
  }

  @Test
  void aNamedFileLeadsToTheCluster() throws IOException {
    Path file =
        write("a.yml", "scope: bench\nnamespace: /a/\netcd3:\n  hosts: " + etcd.endpoint() + "\n");

    SettingsAccess access = open(Optional.of(file.toString()), Optional.empty());

    assertThat(access.defaultScope()).contains("bench");
    assertThat(reached(access, "a").systemIdentifier()).contains("a");
  }

  @Test
  void theUsualFilesAreFoundInTheirOrder() throws IOException {
    write(".config/patroni/patronictl.yaml", "scope: second\netcd:\n  host: " + etcd.endpoint());
    assertThat(open(Optional.empty(), Optional.empty()).defaultScope()).contains("second");

    write(".config/hactl/hactl.yml", "scope: first\netcd3:\n  host: " + etcd.endpoint());
    assertThat(open(Optional.empty(), Optional.empty()).defaultScope()).contains("first");
  }

  @Test
  void theEnvironmentAloneIsEnough() {
    SettingsAccess access =
        open(
            Optional.empty(),
            Optional.empty(),
            "PATRONI_ETCD3_HOSTS",
            etcd.endpoint(),
            "HACTL_SCOPE",
            "bench",
            "PATRONI_NAMESPACE",
            "b");

    assertThat(access.defaultScope()).contains("bench");
    assertThat(reached(access, "b").systemIdentifier()).contains("b");
  }

  @Test
  void theUrlOverridesEndpointsAndNamespaceOfTheFile() throws IOException {
    Path file = write("c.yml", "scope: bench\nnamespace: wrong\netcd:\n  hosts: 127.0.0.1:1\n");
    String url = "etcd3://" + etcd.endpoint() + "/c";

    SettingsAccess access = open(Optional.of(file.toString()), Optional.of(url));

    assertThat(reached(access, "c").systemIdentifier()).contains("c");
  }

  @Test
  void whereNothingIsFoundEveryPlaceIsNamed() {
    assumeThat(Path.of("/etc/hactl/agent.yml")).doesNotExist();
    assertThatThrownBy(() -> open(Optional.empty(), Optional.empty()))
        .isInstanceOf(CliException.class)
        .hasMessageContaining(home + "/.config/hactl/hactl.yml")
        .hasMessageContaining(home + "/.config/patroni/patronictl.yaml")
        .hasMessageContaining("/etc/hactl/agent.yml")
        .hasMessageContaining("--dcs etcd3://host:2379");
  }

  @Test
  void aNamedFileThatIsMissingIsNamed() {
    assertThatThrownBy(() -> open(Optional.of("/none.yml"), Optional.empty()))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("/none.yml");
  }

  @Test
  void everythingThatIsWrongWithAFileIsListed() throws IOException {
    Path file =
        write(
            "d.yml",
            "scope: bench\netcd3:\n  hosts: 'a b'\nctl:\n  cacert: /none.pem\n  insecure: maybe\n");

    assertThatThrownBy(() -> open(Optional.of(file.toString()), Optional.empty()))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("d.yml:3: etcd3.hosts")
        .hasMessageContaining("ctl.cacert")
        .hasMessageContaining("ctl.insecure");
  }

  @Test
  void anUnknownSchemeAndAPasswordInTheUrlAreRefused() {
    assertThatThrownBy(() -> open(Optional.empty(), Optional.of("consul://h:8500")))
        .hasMessageStartingWith("Unknown dcs scheme: consul");
    assertThatThrownBy(() -> open(Optional.empty(), Optional.of("etcd3://u:secret@h:1")))
        .hasMessageContaining("HACTL_ETCD3_PASSWORD")
        .hasMessageNotContaining("secret@");
  }

  @Test
  void partsOfTheUrlThatAreMissingHaveTheirDefaults() {
    assertThat(DcsUrl.parse("")).isEqualTo(new DcsUrl("localhost:2379", Optional.empty()));
    assertThat(DcsUrl.parse("etcd://:99")).isEqualTo(new DcsUrl("localhost:99", Optional.empty()));
    assertThat(DcsUrl.parse("h1:1,h2:2/ns/"))
        .isEqualTo(new DcsUrl("h1:1,h2:2", Optional.of("/ns/")));
  }
}
