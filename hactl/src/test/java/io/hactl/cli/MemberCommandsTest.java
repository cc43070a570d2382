package io.hactl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.Keys;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What restart, reload, reinit, pause, resume, flush and version ask of members and report. */
@Timeout(60)
class MemberCommandsTest {

  private final TestCluster bench = new TestCluster(new SampleDcs());
  private final FakeAgent n0 = new FakeAgent();
  private final FakeAgent n1 = new FakeAgent();
  private final FakeAgent n2 = new FakeAgent();

  @BeforeEach
  void start() {
    bench.load("after-switchover");
    n0.as("n0", bench);
    n1.as("n1", bench);
    n2.as("n2", bench);
  }

  @AfterEach
  void stop() {
    n0.close();
    n1.close();
    n2.close();
    bench.close();
  }

  @Test
  void restartReportsEveryMemberAndFailsIfOneDid() {
    n0.on("POST /restart", 200, "restarted successfully");
    n1.on("POST /restart", 503, "restart failed");
    n2.on("POST /restart", 202, "Restart scheduled");

    Ran ran = Ran.run(bench, "restart", "bench", "--force");

    assertThat(ran.out())
        .startsWith(TestCluster.sample("ctl-list.txt"))
        .endsWith(
            "Success: restart on member n0\n"
                + "Failed: restart for member n1, status code=503, (restart failed)\n"
                + "Success: restart scheduled on member n2\n");
    assertThat(ran.code()).isOne();
    assertThat(n0.requests()).containsExactly("POST /restart {}");
  }

  @Test
  void restartAsksWhenAndWhetherAndForWhichVersion() {
    n0.on("POST /restart", 202, "Restart scheduled");

    Ran ran =
        Ran.answering(
            "2035-01-01T10:00+00:00\ny\n16.2\n", bench, "restart", "bench", "n0", "--timeout", "9");

    assertThat(ran.out())
        .contains("When should the restart take place (e.g. 20", ")  [now]: ")
        .contains(
            "Are you sure you want to schedule restart of members n0 at 2035-01-01"
                + " 10:00:00+00:00? [y/N]: ")
        .endsWith("Success: restart scheduled on member n0\n");
    assertThat(n0.requests())
        .containsExactly(
            "POST /restart {\"postgres_version\": \"16.2\", \"schedule\":"
                + " \"2035-01-01T10:00:00+00:00\", \"timeout\": 9}");
    assertThat(n1.requests()).isEmpty();
  }

  @Test
  void aNoAndTheEndOfTheInputChangeNothing() {
    Ran no = Ran.answering("now\nn\n", bench, "restart", "bench");
    assertThat(no.err()).isEqualTo("Error: Aborted restart\n");
    assertThat(no.code()).isOne();

    Ran end = Ran.answering("now\n", bench, "restart", "bench");
    assertThat(end.err()).isEqualTo("\nAborted!\n");
    assertThat(end.code()).isOne();
    assertThat(n0.requests()).isEmpty();
  }

  @Test
  void restartPendingIsForMembersThatWaitForIt() {
    bench.change("n2", Map.of("pending_restart", true));
    n2.on("POST /restart", 200, "restarted successfully");

    Ran ran = Ran.run(bench, "restart", "bench", "--pending", "--force");

    assertThat(ran.out()).endsWith("Success: restart on member n2\n");
    assertThat(n2.requests()).containsExactly("POST /restart {\"restart_pending\": true}");
    assertThat(n0.requests()).isEmpty();
  }

  @Test
  void restartAnyIsForOneMemberOnly() {
    n0.on("POST /restart", 200, "");
    n2.on("POST /restart", 200, "");

    Ran.run(bench, "restart", "bench", "--any", "-r", "replica", "--force");

    assertThat(n0.requests().size() + n2.requests().size()).isOne();
  }

  @Test
  void aMemberThatDoesNotExistIsNotAMember() {
    Ran ran = Ran.run(bench, "restart", "bench", "n7", "--force");

    assertThat(ran.err()).isEqualTo("Error: n7 is not a member of cluster\n");
    assertThat(ran.code()).isOne();
  }

  @Test
  void aMemberThatCannotBeReachedIsNamedAndTheOthersAreAsked() {
    n0.close();
    n2.on("POST /reload", 202, "reload scheduled");

    Ran ran = Ran.run(bench, "reload", "bench", "-r", "replica", "--force");

    assertThat(ran.out())
        .contains("Failed: reload for member n0, no answer (cannot connect to http://127.0.0.1:")
        .endsWith(
            "Reload request received for member n2 and will be processed within 10 seconds\n");
    assertThat(ran.code()).isOne();
  }

  @Test
  void reinitAsksWhichReplicaAndOffersToCancelWhatIsInProgress() {
    n0.on(
        "POST /reinitialize",
        body ->
            body.contains("\"force\": true")
                ? new FakeAgent.Reply(200, "reinitialize started")
                : new FakeAgent.Reply(503, "restart already in progress"));
    n0.on("GET /patroni", 200, "{\"state\": \"running\"}");

    Ran ran = Ran.answering("n0\ny\ny\n", bench, "reinit", "bench", "--wait", "--from-leader");

    assertThat(ran.out())
        .contains("Which member do you want to reinitialize [n0, n2]?: ")
        .contains("Do you want to cancel it and reinitialize anyway? [y/N]: ")
        .contains("Success: reinitialize for member n0\n")
        .endsWith("Reinitialize is completed on: n0\n");
    assertThat(ran.code()).isZero();
    assertThat(n0.requests())
        .last()
        .isEqualTo("POST /reinitialize {\"force\": true, \"from_leader\": true}");
  }

  @Test
  void reinitNeverChoosesByItself() {
    Ran ran = Ran.run(bench, "reinit", "bench", "--force");

    assertThat(ran.err()).startsWith("Error: Name the members to reinitialize");
    assertThat(ran.code()).isOne();
  }

  @Test
  void pauseAsksTheLeaderFirstAndWaitsForAll() {
    n1.on(
        "PATCH /config",
        body -> {
          for (String name : new String[] {"n0", "n1", "n2"}) {
            bench.change(name, Map.of("pause", true));
          }
          return new FakeAgent.Reply(200, "{}");
        });

    Ran ran = Ran.run(bench, "pause", "bench", "--wait");

    assertThat(ran.out())
        .isEqualTo(
            "'pause' request sent, waiting until it is recognized by all nodes\n"
                + "Success: cluster management is paused\n");
    assertThat(n1.requests()).containsExactly("PATCH /config {\"pause\": true}");
  }

  @Test
  void resumeRemovesThePauseByWhoeverAnswers() {
    bench.put(Keys.CONFIG, "{\"pause\":true}");
    n1.close();
    n0.on("PATCH /config", 200, "{}");

    Ran ran = Ran.run(bench, "resume");

    assertThat(ran.out()).isEqualTo("Success: cluster management is resumed\n");
    assertThat(ran.err()).startsWith("Member n1 is not accessible: cannot connect");
    assertThat(n0.requests()).containsExactly("PATCH /config {\"pause\": null}");
  }

  @Test
  void pausingTwiceIsAnError() {
    bench.put(Keys.CONFIG, "{\"pause\":true}");

    assertThat(Ran.run(bench, "pause").err()).isEqualTo("Error: Cluster is already paused\n");
    bench.put(Keys.CONFIG, "{}");
    assertThat(Ran.run(bench, "resume").err()).isEqualTo("Error: Cluster is not paused\n");
  }

  @Test
  void aPauseThatIsRefusedFails() {
    n1.on("PATCH /config", 401, "no auth header received");

    Ran ran = Ran.run(bench, "pause");

    assertThat(ran.out())
        .isEqualTo("Failed: pause cluster management status code=401, (no auth header received)\n");
    assertThat(ran.code()).isOne();
  }

  @Test
  void flushForgetsRestartsWhereThereAreSome() {
    bench.change(
        "n0", Map.of("scheduled_restart", Map.of("schedule", "2035-01-01T00:00:00+00:00")));
    n0.on("DELETE /restart", 200, "scheduled restart deleted");

    Ran ran = Ran.run(bench, "flush", "bench", "n0", "n2", "restart", "--force");

    assertThat(ran.out())
        .endsWith(
            "Success: flush scheduled restart for member n0\n"
                + "No scheduled restart for member n2\n");
    assertThat(ran.code()).isZero();
  }

  @Test
  void flushForgetsASwitchoverByRestAndElseInTheDcs() {
    assertThat(Ran.run(bench, "flush", "bench", "switchover").out())
        .isEqualTo("No pending scheduled switchover\n");
    bench.put(Keys.FAILOVER, "{\"leader\":\"n1\",\"scheduled_at\":\"2035-01-01T00:00:00+00:00\"}");
    n1.on("DELETE /switchover", 200, "scheduled switchover deleted");
    assertThat(Ran.run(bench, "flush", "bench", "switchover").out())
        .isEqualTo("Success: scheduled switchover deleted\n");

    n0.close();
    n1.close();
    n2.close();
    Ran byDcs = Ran.run(bench, "flush", "bench", "switchover");
    assertThat(byDcs.out()).contains("Could not find any accessible member of cluster bench");
    assertThat(bench.read().failover().value().isRequested()).isFalse();
  }

  @Test
  void versionNamesTheAgentAndTheServerOfEveryMember() {
    n0.on(
        "GET /patroni", 200, "{\"server_version\": 180006, \"patroni\": {\"version\": \"4.1.5\"}}");
    n1.on("GET /patroni", 200, "{\"patroni\": {\"version\": \"4.1.5\"}}");
    n2.close();

    assertThat(Ran.run(bench, "version", "bench").out())
        .contains("\n\nn0: Patroni 4.1.5 PostgreSQL 18.6\nn1: Patroni 4.1.5\nn2: failed to get")
        .contains("cannot connect to http://127.0.0.1:");
  }
}
