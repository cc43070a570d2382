package io.hactl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.Keys;
import io.hactl.dcs.cluster.Failover;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** switchover and failover: questions, refusals, steps, the outage, and the way round REST. */
@Timeout(60)
class LeaderChangeTest {

  private static final String DONE = "Successfully switched over to \"n0\"";

  private final TestCluster bench = new TestCluster(new SampleDcs());
  private final AtomicReference<String> primary = new AtomicReference<>("n1");
  private final FakeAgent n0 = new FakeAgent();
  private final FakeAgent n1 = new FakeAgent();

  @BeforeEach
  void start() {
    bench.load("after-switchover");
    n0.as("n0", bench).on("GET /primary", body -> status("n0"));
    n1.as("n1", bench).on("GET /primary", body -> status("n1"));
  }

  @AfterEach
  void stop() {
    n0.close();
    n1.close();
    bench.close();
  }

  private FakeAgent.Reply status(String name) {
    return new FakeAgent.Reply(primary.get().equals(name) ? 200 : 503, "{}");
  }

  /** What agents write while n1 hands over to n0, with 200 ms without a primary. */
  private FakeAgent.Reply handOver(String body) {
    bench.change("n1", Map.of("state", "stopping"));
    primary.set("nobody");
    pause();
    bench.change("n1", Map.of("state", "stopped"));
    bench.delete(Keys.LEADER);
    bench.put(Keys.LEADER, "n0");
    pause();
    primary.set("n0");
    bench.change("n0", Map.of("role", "primary", "timeline", 3));
    bench.change("n1", Map.of("state", "running", "role", "replica"));
    return new FakeAgent.Reply(200, DONE);
  }

  /** Two of these make the outage, less what passes before a poll, every 20 ms, sees the first. */
  private static void pause() {
    LockSupport.parkNanos(150_000_000);
  }

  @Test
  void aSwitchoverAsksThenShowsItsStepsAndTheOutage() {
    n1.on("POST /switchover", this::handOver);

    Ran ran = Ran.answering("\nn0\n\ny\n", bench, "switchover", "bench");

    assertThat(ran.out())
        .startsWith("Current cluster topology\n" + TestCluster.sample("ctl-list.txt"))
        .contains("Primary [n1]: ")
        .contains("Candidate ['n0', 'n2'] []: ")
        .contains("When should the switchover take place (e.g. 20")
        .contains(
            "Are you sure you want to switchover cluster bench, demoting current leader n1? [y/N]:"
                + " ")
        .containsSubsequence(
            "s  n1 is shutting down\n",
            "s  n1 has stopped\n",
            "s  n1 released the lease\n",
            "s  n0 took the lease\n",
            "s  n0 is promoted, timeline 3\n",
            DONE + "\n",
            "Writes were unavailable for ",
            "| n0     | 127.0.0.1:5501 | Leader ");
    assertThat(ran.out())
        .contains("n1 follows n0")
        .containsPattern("unavailable for (0\\.[2-9]|[1-9])");
    assertThat(ran.code()).isZero();
    assertThat(n1.requests())
        .containsExactly("POST /switchover {\"candidate\": \"n0\", \"leader\": \"n1\"}");
  }

  @Test
  void forcedItPrintsWhatPatronictlPrintsAndTheOutage() {
    n1.on("POST /switchover", this::handOver);

    Ran ran = Ran.run(bench, "switchover", "bench", "--candidate", "n0", "--force");

    assertThat(ran.out())
        .startsWith("Current cluster topology\n" + TestCluster.sample("ctl-list.txt"))
        .containsPattern("\\+\n\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{5} " + DONE)
        .doesNotContain("took the lease", "[y/N]");
    assertThat(ran.code()).isZero();
  }

  @Test
  void aSwitchoverThatFailsEndsWithCode1() {
    n1.on("POST /switchover", 503, "Switchover failed");

    Ran ran = Ran.run(bench, "switchover", "bench", "--force");

    assertThat(ran.out()).endsWith("Switchover failed, details: 503, Switchover failed\n");
    assertThat(ran.code()).isOne();
  }

  @Test
  void aSwitchoverCanBeScheduled() {
    n1.on("POST /switchover", 202, "Switchover scheduled");

    Ran ran =
        Ran.answering(
            "y\n",
            bench,
            "switchover",
            "bench",
            "--leader=n1",
            "--candidate=n2",
            "--scheduled=2035-01-01T00:00:00+00:00");

    assertThat(ran.out())
        .contains(
            "Are you sure you want to schedule switchover of cluster bench at"
                + " 2035-01-01T00:00:00+00:00, demoting current leader n1? [y/N]: ")
        .contains("Switchover scheduled\n");
    assertThat(n1.requests())
        .containsExactly(
            "POST /switchover {\"candidate\": \"n2\", \"leader\": \"n1\", \"scheduled_at\":"
                + " \"2035-01-01T00:00:00+00:00\"}");
  }

  @Test
  void whatCannotWorkIsRefusedBeforeAnythingIsAsked() {
    assertRefused("Member n0 is not the leader of cluster bench", "--leader", "n0");
    assertRefused("Member n1 is already the leader of cluster bench", "--candidate", "n1");
    assertRefused(
        "Member n9 does not exist in cluster bench or is tagged as nofailover: the other members"
            + " are n0, n2",
        "--candidate",
        "n9");
    assertRefused("Unable to parse scheduled timestamp (soon)", "--scheduled", "soon");
    bench.change("n0", Map.of("tags", Map.of("nofailover", true)));
    assertRefused(
        "Member n0 does not exist in cluster bench or is tagged as nofailover: n0 is tagged"
            + " nofailover",
        "--candidate",
        "n0");
    bench.change("n2", Map.of("tags", Map.of("failover_priority", 0)));
    assertRefused(
        "No candidates found to switchover to: n0 is tagged nofailover; n2 is tagged nofailover");
    bench.change("n2", Map.of("tags", Map.of()));
    bench.put(Keys.CONFIG, "{\"pause\":true}");
    assertRefused(
        "Can't schedule switchover in the paused state", "--scheduled", "2035-01-01T00:00Z");
    bench.delete(Keys.LEADER);
    assertRefused("This cluster has no leader");
    assertThat(n1.requests()).isEmpty();
  }

  private void assertRefused(String message, String... options) {
    String[] args = new String[options.length + 3];
    args[0] = "switchover";
    args[1] = "bench";
    args[2] = "--force";
    System.arraycopy(options, 0, args, 3, options.length);
    Ran ran = Ran.run(bench, args);
    assertThat(ran.err()).startsWith("Error: " + message);
    assertThat(ran.code()).isOne();
  }

  @Test
  void whereNoAgentAnswersTheRequestIsWrittenIntoTheDcs() {
    n1.close();
    String at = "2035-01-01T00:00:00+00:00";

    Ran ran = Ran.run(bench, "switchover", "--candidate=n0", "--scheduled=" + at, "--force");

    assertThat(ran.out()).contains(" Could not switchover using Patroni api, falling back to DCS");
    Failover request = bench.read().failover().value();
    assertThat(request.leader()).contains("n1");
    assertThat(request.candidate()).contains("n0");
    assertThat(request.scheduledAt()).isPresent();
  }

  @Test
  void aRequestInTheDcsIsFollowedToItsEnd() {
    n1.close();
    Thread agents =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!bench.read().failover().value().isRequested()) {
                    LockSupport.parkNanos(1_000_000);
                  }
                  handOver("");
                });

    Ran ran = Ran.run(bench, "switchover", "--candidate=n0", "--force");

    assertThat(ran.out()).contains("falling back to DCS", DONE);
    assertThat(ran.code()).isZero();
    assertThat(agents.isInterrupted()).isFalse();
  }

  @Test
  void aFailoverNeedsACandidateAndNoLeader() {
    bench.delete(Keys.LEADER);
    n0.on(
        "POST /failover",
        body -> {
          bench.put(Keys.LEADER, "n0");
          bench.change("n0", Map.of("role", "primary"));
          return new FakeAgent.Reply(200, "Successfully failed over to \"n0\"");
        });

    assertThat(Ran.run(bench, "failover", "--force").err())
        .isEqualTo("Error: Failover could be performed only to a specific candidate\n");
    Ran ran = Ran.answering("n0\ny\n", bench, "failover", "bench");
    assertThat(ran.out())
        .contains("Candidate ['n0', 'n1', 'n2'] []: ")
        .contains("Are you sure you want to failover cluster bench? [y/N]: ")
        .contains("Successfully failed over to \"n0\"");
    assertThat(n0.requests()).containsExactly("POST /failover {\"candidate\": \"n0\"}");
  }

  @Test
  void aFailoverToAnAsynchronousMemberIsAskedForTwice() {
    bench.put(Keys.CONFIG, "{\"synchronous_mode\":true}");
    bench.put(Keys.SYNC, "{\"leader\":\"n1\",\"sync_standby\":\"n2\",\"quorum\":0}");

    Ran ran = Ran.answering("n\n", bench, "failover", "--candidate", "n0");

    assertThat(ran.out())
        .contains("Warning: the cluster is in synchronous mode, and n0 is not synchronous")
        .contains("bytes as far as is known")
        .contains("Are you sure you want to failover to the asynchronous node n0? [y/N]: ");
    assertThat(ran.err()).isEqualTo("Error: Aborting failover\n");
    assertThat(Optional.of(n1.requests())).contains(List.of());
  }
}
