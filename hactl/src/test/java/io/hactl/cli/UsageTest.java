package io.hactl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.cli.connect.ClusterAccess;
import io.hactl.cli.connect.ConnectOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a command line that cannot be understood. */
@Timeout(60)
class UsageTest {

  private final TestCluster bench = new TestCluster(new SampleDcs());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lsit",
        "list --fromat json",
        "list -f xml",
        "list -w 0",
        "list -w -1",
        "restart bench --role boss",
        "restart bench --force --timeout soon",
        "remove",
        "flush bench n0",
        "switchover a b"
      })
  void wrongUsageEndsWithCode2AndOneSentence(String line) {
    Ran ran = Ran.run(bench.load("after-switchover"), line.split(" "));

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).startsWith("Error: ").doesNotContain("Exception", "\tat ");
  }

  @Test
  void aMissingCommandShowsTheCommandsThereAre() {
    Ran ran = Ran.run(bench);

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("switchover", "edit-config", "completion");
  }

  @Test
  void helpIsPrintedWithoutConnecting() {
    for (String command :
        List.of("list", "switchover", "failover", "restart", "edit-config", "flush", "remove")) {
      Ran ran = Ran.run("", Map.of(), UsageTest::unreachable, command, "--help");
      assertThat(ran.code()).isZero();
      assertThat(ran.out()).contains("hactl " + command);
    }
  }

  private static ClusterAccess unreachable(
      ConnectOptions options, Map<String, String> environment) {
    throw new AssertionError("help needs no cluster");
  }

  @Test
  void versionIsPrintedWithoutConnecting() {
    Ran ran = Ran.run("", Map.of(), UsageTest::unreachable, "version");

    assertThat(ran.out()).matches("hactl version \\d+\\.\\d+\\.\\d+.*\n");
  }

  @Test
  void completionIsAScriptForBash() {
    Ran ran = Ran.run("", Map.of(), UsageTest::unreachable, "completion");

    assertThat(ran.code()).isZero();
  }

  @Test
  void optionsOfHactlMayStandBeforeAndAfterTheCommand() {
    AtomicReference<ConnectOptions> seen = new AtomicReference<>();
    HactlCommand.AccessFactory remember =
        (options, environment) -> {
          seen.set(options);
          return bench;
        };

    Ran.run("", Map.of(), remember, "-c", "a.yml", "-k", "list");
    assertThat(seen.get().configFile()).contains("a.yml");
    assertThat(seen.get().insecure()).isTrue();

    Ran.run("", Map.of(), remember, "list", "--dcs", "etcd3://h:1");
    assertThat(seen.get().dcsUrl()).contains("etcd3://h:1");

    Ran.run("", Map.of("PATRONICTL_CONFIG_FILE", "b.yml", "DCS_URL", "h:2"), remember, "list");
    assertThat(seen.get().configFile()).contains("b.yml");
    assertThat(seen.get().dcsUrl()).contains("h:2");
  }
}
