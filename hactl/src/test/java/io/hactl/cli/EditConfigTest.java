package io.hactl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** edit-config and remove: what is written into the DCS, and when nothing is. */
@Timeout(60)
class EditConfigTest {

  private static final String BEFORE = "{\"loop_wait\":10,\"retry_timeout\":10,\"ttl\":30}";

  @TempDir private Path folder;

  private final TestCluster bench = new TestCluster(new SampleDcs());

  @BeforeEach
  void load() {
    bench.load("async").put(Keys.CONFIG, BEFORE);
  }

  private String stored() {
    return bench.read().config().value().tree().toString();
  }

  @Test
  void aSettingIsShownAskedForAndStored() {
    Ran ran = Ran.answering("y\n", bench, "edit-config", "bench", "-s", "ttl=40");

    assertThat(ran.out())
        .isEqualTo(
            """
            ---\s
            +++\s
            @@ -1,3 +1,3 @@
             loop_wait: 10
             retry_timeout: 10
            -ttl: 30
            +ttl: 40
            Apply these changes? [y/N]: Configuration changed
            """);
    assertThat(stored()).isEqualTo("{\"loop_wait\":10,\"retry_timeout\":10,\"ttl\":40}");
  }

  @Test
  void parametersKeepTheirDotsAndNullRemoves() {
    Ran.run(bench, "edit-config", "--force", "-q", "-p", "pg_stat.max = 5", "-p", "work_mem=8MB");
    assertThat(stored())
        .endsWith("\"postgresql\":{\"parameters\":{\"pg_stat.max\":5,\"work_mem\":\"8MB\"}}}");

    Ran.run(
        bench,
        "edit-config",
        "--force",
        "-s",
        "postgresql.parameters.pg_stat.max=null",
        "-p",
        "work_mem=null");
    assertThat(stored()).isEqualTo(BEFORE);
  }

  @Test
  void theSameAgainChangesNothing() {
    long revision = bench.read().config().modRevision();

    Ran ran = Ran.run(bench, "edit-config", "bench", "-s", "ttl=30", "--force");

    assertThat(ran.out()).isEqualTo("Not changed\n");
    assertThat(bench.read().config().modRevision()).isEqualTo(revision);
  }

  @Test
  void aNoStoresNothing() {
    Ran ran = Ran.answering("n\n", bench, "edit-config", "-s", "ttl=40");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).doesNotContain("Configuration changed");
    assertThat(stored()).isEqualTo(BEFORE);
  }

  @Test
  void everythingThatIsWrongIsNamedAndNothingIsStored() {
    Ran ran = Ran.run(bench, "edit-config", "--force", "-s", "ttl=abc", "-s", "retry_timeout=[1]");

    assertThat(ran.err().lines())
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(l -> l.startsWith("Error: "));
    assertThat(ran.err()).contains("ttl", "retry_timeout");
    assertThat(ran.code()).isOne();
    assertThat(stored()).isEqualTo(BEFORE);
  }

  @Test
  void aPatchFromStandardInputNeedsForce() {
    Ran asked = Ran.answering("ttl: 50\n", bench, "edit-config", "--apply", "-");
    assertThat(asked.out()).endsWith("Use --force option to apply changes\n");
    assertThat(stored()).isEqualTo(BEFORE);

    Ran.answering("ttl: 50\nloop_wait: null\n", bench, "edit-config", "--apply", "-", "--force");
    assertThat(stored()).isEqualTo("{\"retry_timeout\":10,\"ttl\":50}");
  }

  @Test
  void aFileReplacesTheWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("new.yml"), "ttl: 60\nmaster_start_timeout: on\n");
    Path broken = Files.writeString(folder.resolve("broken.yml"), "ttl: [\n");

    assertThat(Ran.run(bench, "edit-config", "--replace", broken.toString(), "--force").err())
        .startsWith("Error: " + broken + " is not YAML: line ");
    assertThat(Ran.run(bench, "edit-config", "--replace", "/none.yml", "--force").err())
        .isEqualTo("Error: The file /none.yml cannot be read\n");
    Files.writeString(file, "ttl: 60\n");
    Ran.run(bench, "edit-config", "--replace", file.toString(), "--force");
    assertThat(stored()).isEqualTo("{\"ttl\":60}");
  }

  @Test
  void theEditorGetsAFileThatIsNobodyElsesAndMayBeOpenedAgain() throws IOException {
    Path seen = folder.resolve("seen");
    Path editor =
        Files.writeString(
            folder.resolve("editor.sh"),
            "#!/bin/sh\nstat -c %a \"$2\" >> "
                + seen
                + "\nif grep -q 'ttl: x' \"$2\"; then sed -i 's/ttl: x/ttl: 45/' \"$2\";"
                + " else sed -i 's/ttl: 30/ttl: x/' \"$2\"; fi\n");
    Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwx------"));
    Map<String, String> environment =
        Map.of("EDITOR", editor + " --wait", "PATH", System.getenv("PATH"));

    Ran ran = Ran.run("y\ny\n", environment, (options, e) -> bench, "edit-config", "bench");

    assertThat(ran.err()).contains("Error: ", "ttl");
    assertThat(ran.out()).contains("Edit again? [y/N]: ").endsWith("Configuration changed\n");
    assertThat(Files.readAllLines(seen)).containsExactly("600", "600");
    assertThat(stored()).contains("\"ttl\":45");
  }

  @Test
  void aFailingEditorChangesNothing() {
    Ran ran = Ran.run("", Map.of("EDITOR", "false"), (options, e) -> bench, "edit-config", "bench");

    assertThat(ran.err()).isEqualTo("Error: Editor exited with return code 1\n");
    assertThat(stored()).isEqualTo(BEFORE);
  }

  @Test
  void whatSomebodyElseChangedMeanwhileIsNotOverwritten() throws IOException {
    Path editor =
        Files.writeString(folder.resolve("slow.sh"), "#!/bin/sh\nsed -i 's/30/45/' \"$1\"\n");
    Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwx------"));
    // The change of somebody else arrives after this one was read, before it is stored.
    SampleDcs dcs = new SampleDcs();
    TestCluster cluster = new TestCluster(dcs).load("async");
    cluster.put(Keys.CONFIG, BEFORE);
    dcs.beforeNextCommit(() -> cluster.put(Keys.CONFIG, "{\"ttl\":99}"));

    Ran ran =
        Ran.run(
            "y\n",
            Map.of("EDITOR", editor.toString()),
            (options, e) -> cluster,
            "edit-config",
            "bench");

    assertThat(ran.err())
        .startsWith("Error: Config modification aborted due to concurrent changes");
    assertThat(ran.code()).isOne();
    assertThat(cluster.read().config().value().tree().toString()).isEqualTo("{\"ttl\":99}");
  }

  @Test
  void removeAsksThriceAndDeletesEverything() {
    Ran ran = Ran.answering("bench\nYes I am aware\nn0\n", bench, "remove", "bench");

    assertThat(ran.out())
        .contains("Please confirm the cluster name to remove: ")
        .contains("please type: \"Yes I am aware\": ")
        .contains(
            "This cluster currently is healthy. Please specify the leader name to continue: ");
    assertThat(ran.code()).isZero();
    assertThat(bench.read().members()).isEmpty();
    assertThat(bench.read().initialize().exists()).isFalse();
    assertThat(bench.read().leader()).isEmpty();
  }

  @Test
  void removeStopsAtTheFirstWrongAnswer() {
    assertThat(Ran.answering("bank\n", bench, "remove", "bench").err())
        .isEqualTo("Error: Cluster names specified do not match\n");
    assertThat(Ran.answering("bench\nyes\n", bench, "remove", "bench").err())
        .isEqualTo("Error: You did not exactly type \"Yes I am aware\"\n");
    assertThat(Ran.answering("bench\nYes I am aware\nn1\n", bench, "remove", "bench").err())
        .isEqualTo("Error: You did not specify the current leader of the cluster\n");
    assertThat(bench.read().members()).hasSize(3);
  }

  @Test
  void removeTriesAgainWhereAMemberWroteMeanwhile() {
    SampleDcs dcs = new SampleDcs();
    TestCluster cluster = new TestCluster(dcs).load("async");
    dcs.beforeNextCommit(() -> cluster.change("n2", Map.of("xlog_location", 5)));

    Ran ran = Ran.answering("bench\nYes I am aware\nn0\n", cluster, "remove", "bench");

    assertThat(ran.code()).isZero();
    assertThat(cluster.read().members()).isEmpty();
  }
}
