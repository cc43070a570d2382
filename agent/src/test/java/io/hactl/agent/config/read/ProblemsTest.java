package io.hactl.agent.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.settings.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator reads when settings are wrong. */
final class ProblemsTest {

  @TempDir Path dir;

  @Test
  void everyProblemIsToldAtOnceWithItsLineAndWhatToDo() throws Exception {
    Sandbox sandbox = new Sandbox(dir);
    AgentSettingsLoader.Loaded loaded = sandbox.load("mistakes.yml");
    sandbox.sample("mistakes.txt");

    assertThat(loaded.settings()).isEmpty();
    assertThat(sandbox.report(loaded))
        .containsExactlyElementsOf(Files.readAllLines(dir.resolve("mistakes.txt")));
  }

  @Test
  void noProblemRepeatsAPassword() {
    Sandbox sandbox = new Sandbox(dir);
    for (String sample : new String[] {"mistakes.yml", "unquoted-password.yml"}) {
      assertThat(sandbox.report(sandbox.load(sample)))
          .noneMatch(line -> line.contains("very-secret") || line.contains("hunter2"));
    }
  }

  @Test
  void aKeyThatIsThereTwiceIsAnErrorThatNamesBothLines() {
    Sandbox sandbox = new Sandbox(dir);
    assertThat(sandbox.report(sandbox.load("twice.yml")))
        .contains(
            "twice.yml:8: postgresql.parameters.work_mem: is there twice, first on line 6; keep one"
                + " of them",
            "twice.yml:9: scope: is there twice, first on line 1; keep one of them");
  }

  @Test
  void brokenYamlIsTheOnlyProblemTold() {
    Sandbox sandbox = new Sandbox(dir);
    assertThat(sandbox.report(sandbox.load("tab.yml")))
        .containsExactly("tab.yml:4: is not valid YAML: a tab stands where only blanks may stand");
    assertThat(sandbox.report(sandbox.load("unquoted-password.yml")))
        .containsExactly(
            "unquoted-password.yml:6: is not valid YAML: an alias or anchor that is not defined"
                + " here; put quotes round a text that starts with '*' or '&'");
  }

  @Test
  void aFileThatIsNotThereIsToldAsSuch() {
    AgentSettingsLoader.Loaded loaded =
        AgentSettingsLoader.load(Path.of("/nonexistent/agent.yml"), Map.of());
    assertThat(loaded.problems())
        .extracting(Problem::text)
        .containsExactly("/nonexistent/agent.yml: does not exist; create it or name another file");
  }

  @Test
  void sectionsOfOtherStoresAreNoMistake() {
    Sandbox sandbox = new Sandbox(dir);
    assertThat(sandbox.report(sandbox.load("tls-and-anchors.yml")))
        .containsExactly(
            "warning: tls-and-anchors.yml:5: users: is an unknown key, it is not used",
            "warning: tls-and-anchors.yml:76: postgresql.parameters.max_connections: is not used,"
                + " as it has to be the same on every member; set it in the dynamic configuration");
  }

  @Test
  void aLoopbackAddressAmongRealMachinesIsWarnedOf() {
    Sandbox sandbox = new Sandbox(dir);
    sandbox.environment.put("HACTL_RESTAPI_CONNECT_ADDRESS", "127.0.0.1:8008");
    assertThat(sandbox.report(sandbox.load("three-vms.yml")))
        .containsExactly(
            "warning: HACTL_RESTAPI_CONNECT_ADDRESS: restapi.connect_address: is a loopback"
                + " address, which other members cannot reach; use this machine's own address");
  }

  @Test
  void programsThatAreNowhereAreAskedFor() {
    Sandbox sandbox = new Sandbox(dir);
    sandbox.environment.put("HACTL_POSTGRESQL_BIN_DIR", dir.resolve("empty").toString());
    assertThat(sandbox.report(sandbox.load("three-vms.yml")))
        .containsExactly(
            "HACTL_POSTGRESQL_BIN_DIR: postgresql.bin_dir: 'empty' has no program postgres,"
                + " pg_ctl, initdb, pg_basebackup, pg_rewind, pg_controldata; name the folder of"
                + " PostgreSQL's server programs");
  }

  @Test
  void whatANewClusterBeginsWithIsHeldToTheRulesOfALaterChange() throws Exception {
    Sandbox sandbox = new Sandbox(dir);
    String usual = Files.readString(sandbox.sample("three-vms.yml"));
    sandbox.write(
        "short.yml", usual.replace("ttl: 30", "ttl: 1").replace("_slots: true", "_slots: 7"));
    AgentSettingsLoader.Loaded loaded =
        AgentSettingsLoader.load(dir.resolve("short.yml"), sandbox.environment);
    assertThat(sandbox.report(loaded))
        .containsExactly(
            "short.yml:15: bootstrap.dcs.ttl: must be at least 2 s",
            "short.yml:15: bootstrap.dcs.ttl: (1 s) must be at least 'loop_wait' (10 s) plus twice"
                + " 'retry_timeout' (10 s), which is 30 s",
            "short.yml:21: bootstrap.dcs.postgresql.use_slots: must be true or false, not '7'");
  }
}
