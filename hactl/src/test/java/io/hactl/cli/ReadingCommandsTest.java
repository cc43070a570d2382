package io.hactl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What list, topology, history, show-config and dsn print, against Patroni's own output. */
@Timeout(60)
class ReadingCommandsTest {

  private final TestCluster bench = new TestCluster(new SampleDcs());

  @Test
  void listPrintsTheTableThatPatronictlPrints() {
    Ran ran = Ran.run(bench.load("after-switchover"), "list", "bench");

    assertThat(ran.out()).isEqualTo(TestCluster.sample("ctl-list.txt"));
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void topologyPrintsTheTreeThatPatronictlPrints() {
    Ran ran = Ran.run(bench.load("after-switchover"), "topology", "bench");

    assertThat(ran.out()).isEqualTo(TestCluster.sample("ctl-topology.txt"));
  }

  @Test
  void historyPrintsTheTableThatPatronictlPrints() {
    Ran ran = Ran.run(bench.load("after-switchover"), "history", "bench");

    assertThat(ran.out()).isEqualTo(TestCluster.sample("ctl-history.txt"));
  }

  @Test
  void showConfigPrintsTheYamlThatPatronictlPrints() {
    Ran ran = Ran.run(bench.load("after-switchover"), "show-config", "bench");

    assertThat(ran.out()).isEqualTo(TestCluster.sample("ctl-show-config.txt"));
  }

  @Test
  void theScopeOfTheSettingsIsMeantWhereNoClusterIsNamed() {
    Ran ran = Ran.run(bench.load("after-switchover"), "list");

    assertThat(ran.out()).isEqualTo(TestCluster.sample("ctl-list.txt"));
  }

  @Test
  void tableIsAnotherNameForPretty() {
    Ran ran = Ran.run(bench.load("after-switchover"), "list", "--format", "table");

    assertThat(ran.out()).isEqualTo(TestCluster.sample("ctl-list.txt"));
  }

  @Test
  void aScheduledSwitchoverStandsBelowTheTable() {
    Ran ran = Ran.run(bench.load("scheduled"), "list", "bench");

    assertThat(ran.out())
        .isEqualTo(
            """
            + Cluster: bench (7710536392887489703) ----+-----------+----+-------------+-----+------------+-----+
            | Member | Host           | Role           | State     | TL | Receive LSN | Lag | Replay LSN | Lag |
            +--------+----------------+----------------+-----------+----+-------------+-----+------------+-----+
            | n0     | 127.0.0.1:5501 | Leader         | running   |  1 |             |     |            |     |
            | n1     | 127.0.0.1:5502 | Quorum Standby | streaming |  1 |   0/504DE68 |   0 |  0/504DE68 |   0 |
            | n2     | 127.0.0.1:5503 | Quorum Standby | streaming |  1 |   0/504DE68 |   0 |  0/504DE68 |   0 |
            +--------+----------------+----------------+-----------+----+-------------+-----+------------+-----+
             Switchover scheduled at: 2035-01-01T00:00:00+00:00
                                from: n0
                                  to: n1
            """);
  }

  @Test
  void maintenanceModeStandsBelowTheTable() {
    Ran ran = Ran.run(bench.load("paused"), "list", "bench");

    assertThat(ran.out()).endsWith("+\n Maintenance mode: on\n");
  }

  @Test
  void theSynchronousStandbyIsNamedSo() {
    Ran ran = Ran.run(bench.load("sync"), "list", "bench");

    assertThat(ran.out())
        .contains("| n1     | 127.0.0.1:5502 | Sync Standby | streaming |")
        .contains("| n2     | 127.0.0.1:5503 | Replica      | streaming |");
  }

  @Test
  void jsonHasTheFieldsOfPatronictlAndLeavesEmptyOnesOut() {
    Ran ran = Ran.run(bench.load("after-switchover"), "list", "-f", "json");

    assertThat(ran.out())
        .startsWith(
            "[{\"Cluster\": \"bench\", \"Member\": \"n0\", \"Host\": \"127.0.0.1:5501\","
                + " \"Role\": \"Replica\", \"State\": \"streaming\", \"TL\": 2,"
                + " \"Receive LSN\": \"0/504E238\", \"Receive Lag\": 0,"
                + " \"Replay LSN\": \"0/504E238\", \"Replay Lag\": 0},"
                + " {\"Cluster\": \"bench\", \"Member\": \"n1\", \"Host\": \"127.0.0.1:5502\","
                + " \"Role\": \"Leader\", \"State\": \"running\", \"TL\": 2}, {")
        .endsWith("}]\n");
  }

  @Test
  void yamlHasTheSameFieldsSorted() {
    Ran ran = Ran.run(bench.load("after-switchover"), "list", "-f", "yml");

    assertThat(ran.out())
        .startsWith(
            """
            - Cluster: bench
              Host: 127.0.0.1:5501
              Member: n0
              Receive LSN: 0/504E238
              Receive Lag: 0
              Replay LSN: 0/504E238
              Replay Lag: 0
              Role: Replica
              State: streaming
              TL: 2
            - Cluster: bench
            """)
        .endsWith("\n\n");
  }

  @Test
  void tsvHasAHeadingAndALineForEveryMember() {
    Ran ran = Ran.run(bench.load("after-switchover"), "list", "-f", "tsv");

    assertThat(ran.out().lines())
        .containsExactly(
            "Cluster\tMember\tHost\tRole\tState\tTL\tReceive LSN\tReceive Lag\tReplay LSN\tReplay"
                + " Lag",
            "bench\tn0\t127.0.0.1:5501\tReplica\tstreaming\t2\t0/504E238\t0\t0/504E238\t0",
            "bench\tn1\t127.0.0.1:5502\tLeader\trunning\t2\t\t\t\t",
            "bench\tn2\t127.0.0.1:5503\tReplica\tstreaming\t2\t0/504E238\t0\t0/504E238\t0");
  }

  @Test
  void extendedShowsColumnsThatAreEmpty() {
    Ran ran = Ran.run(bench.load("after-switchover"), "list", "-e");

    assertThat(ran.out().lines().skip(1).findFirst())
        .contains(
            "| Member | Host           | Role    | State     | TL | Receive LSN | Lag | Replay LSN"
                + " | Lag | Pending restart | Pending restart reason | Scheduled restart | Tags |");
  }

  @Test
  void whatMembersSayOfRestartsAndTagsGetsColumnsOfItsOwn() {
    bench.load("after-switchover");
    bench.change(
        "n0",
        Map.of(
            "pending_restart",
            true,
            "pending_restart_reason",
            Map.of("max_connections", Map.of("old_value", "60", "new_value", "100")),
            "tags",
            new TreeMap<>(Map.of("clonefrom", true, "nofailover", true))));

    assertThat(Ran.run(bench, "list").out())
        .isEqualTo(
            """
            + Cluster: bench (7710536392887489703) ---------+----+-------------+-----+------------+-----+-----------------+--------------------------+------------------+
            | Member | Host           | Role    | State     | TL | Receive LSN | Lag | Replay LSN | Lag | Pending restart | Pending restart reason   | Tags             |
            +--------+----------------+---------+-----------+----+-------------+-----+------------+-----+-----------------+--------------------------+------------------+
            | n0     | 127.0.0.1:5501 | Replica | streaming |  2 |   0/504E238 |   0 |  0/504E238 |   0 | *               | max_connections: 60->100 | clonefrom: true  |
            |        |                |         |           |    |             |     |            |     |                 |                          | nofailover: true |
            +--------+----------------+---------+-----------+----+-------------+-----+------------+-----+-----------------+--------------------------+------------------+
            | n1     | 127.0.0.1:5502 | Leader  | running   |  2 |             |     |            |     |                 |                          |                  |
            +--------+----------------+---------+-----------+----+-------------+-----+------------+-----+-----------------+--------------------------+------------------+
            | n2     | 127.0.0.1:5503 | Replica | streaming |  2 |   0/504E238 |   0 |  0/504E238 |   0 |                 |                          |                  |
            +--------+----------------+---------+-----------+----+-------------+-----+------------+-----+-----------------+--------------------------+------------------+
            """);
    assertThat(Ran.run(bench, "topology").out()).contains("{clonefrom: true, nofailover: true}");
    assertThat(Ran.run(bench, "list", "-f", "json").out())
        .contains("\"Tags\": {\"clonefrom\": true, \"nofailover\": true}");
  }

  @Test
  void whatIsWrongWithAMemberGetsAColumnOnlyWhereSomethingIs() {
    bench.load("after-switchover");
    assertThat(Ran.run(bench, "list", "--extended").out()).doesNotContain("Ailments");
    bench.change("n0", Map.of("ailments", List.of("disk_full", "api_silent")));
    assertThat(Ran.run(bench, "list").out()).contains("| Ailments ", "| disk_full, api_silent |");
    assertThat(Ran.run(bench, "list", "-f", "json").out())
        .contains("\"Ailments\": \"disk_full, api_silent\"");
  }

  @Test
  void aLongReasonIsHiddenInTheTableAndWholeInJson() {
    bench.load("after-switchover");
    String value = "a".repeat(60);
    bench.change(
        "n0",
        Map.of(
            "pending_restart_reason",
            Map.of("shared_preload_libraries", Map.of("old_value", "", "new_value", value))));

    assertThat(Ran.run(bench, "list").out())
        .contains("shared_preload_libraries: [hidden - too long]");
    assertThat(Ran.run(bench, "list", "-f", "json").out())
        .contains("shared_preload_libraries: ->" + value);
  }

  @Test
  void aScheduledRestartHasItsTime() {
    bench.load("after-switchover");
    bench.change(
        "n2", Map.of("scheduled_restart", Map.of("schedule", "2035-01-01T00:00:00+00:00")));

    assertThat(Ran.run(bench, "list").out())
        .contains("| Scheduled restart         |")
        .contains("| 2035-01-01T00:00:00+00:00 |");
  }

  @Test
  void lagIsShownInMegabytes() {
    bench.load("after-switchover");
    bench.change("n2", Map.of("replay_lsn", 84206136L - 5 * 1024 * 1024));

    assertThat(Ran.run(bench, "list").out()).contains("|   0/504E238 |   0 |  0/4B4E238 |   5 |");
  }

  @Test
  void aMemberThatSaysNothingOfItsPositionHasNone() {
    bench.load("after-switchover");
    bench.put("members/n2", "{\"state\":\"creating replica\",\"role\":\"replica\"}");

    assertThat(Ran.run(bench, "list").out())
        .contains("| n2     |                | Replica | creating replica |")
        .contains("unknown |     |    unknown |     |");
  }

  @Test
  void portsAreLeftOutWhereAllAreUsualAndHostsDiffer() {
    bench.load("after-switchover");
    for (String member : List.of("n0", "n1", "n2")) {
      bench.change(member, Map.of("conn_url", "postgres://10.0.0." + member.charAt(1) + ":5432/p"));
    }

    assertThat(Ran.run(bench, "list").out()).contains("| 10.0.0.1 |").doesNotContain(":5432");
  }

  @Test
  void aReplicaThatCascadesStandsBelowItsUpstream() {
    bench.load("after-switchover");
    bench.change("n0", Map.of("tags", Map.of("replicatefrom", "n2")));

    assertThat(Ran.run(bench, "topology").out().lines().filter(l -> l.contains("127.0.0.1")))
        .map(line -> line.substring(0, 12))
        .containsExactly("| n1     | 1", "| + n2   | 1", "|   + n0 | 1");
  }

  @Test
  void replicasThatReplicateFromEachOtherAreShownAllTheSame() {
    bench.load("after-switchover");
    bench.change("n0", Map.of("tags", Map.of("replicatefrom", "n2")));
    bench.change("n2", Map.of("tags", Map.of("replicatefrom", "n0")));

    assertThat(Ran.run(bench, "topology").out()).contains("n0", "n1", "n2");
  }

  @Test
  void aClusterThatIsNotThereIsUninitialized() {
    assertThat(Ran.run(bench, "list", "none").out()).startsWith("+ Cluster: none (uninitialized) ");
  }

  @Test
  void severalClustersAreListedOneAfterTheOther() {
    Ran ran = Ran.run(bench.load("after-switchover"), "list", "bench", "other", "-t");

    assertThat(ran.out().lines().findFirst().orElseThrow())
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
    assertThat(ran.out()).contains("Cluster: bench (", "Cluster: other (");
  }

  @Test
  void historyShowsPeopleWhatWasLostAndProgramsWhatTheyKnow() {
    bench.load("after-switchover");
    bench.put(
        "hactl/lost_wal",
        "[{\"member\":\"n0\",\"timeline\":2,\"from\":100,\"to\":180,\"exact\":true,"
            + "\"how\":\"rewound\",\"directory\":\"/pg/data.lost_wal/x\","
            + "\"time\":\"2026-05-01T12:00:00+00:00\"}]");

    assertThat(Ran.run(bench, "history", "bench").out())
        .startsWith(TestCluster.sample("ctl-history.txt"))
        .contains("Lost WAL", "0/64", "0/B4", "80", "rewound", "/pg/data.lost_wal/x");
    assertThat(Ran.run(bench, "history", "-f", "json").out()).doesNotContain("rewound");
    assertThat(Ran.run(bench, "history", "--lost", "-f", "json").out())
        .startsWith("[{\"Member\": \"n0\", \"TL\": 2, \"From\": \"0/64\"");
  }

  @Test
  void listSaysWhatIsSetAsideAndWhoNeedsAnOperator() {
    bench.load("after-switchover");
    bench.change(
        "n0",
        Map.of(
            "hactl",
            Map.of(
                "set_aside_directories", 2, "set_aside_bytes", 5_000_000_000L, "problem", "why")));

    assertThat(Ran.run(bench, "list", "bench").out())
        .startsWith(TestCluster.sample("ctl-list.txt"))
        .contains(" Set aside on n0: 2 directories, 4768 MB\n n0: why");
  }

  @Test
  void historyInJsonKeepsEveryField() {
    Ran ran = Ran.run(bench.load("after-switchover"), "history", "-f", "json");

    assertThat(ran.out())
        .isEqualTo(
            "[{\"TL\": 1, \"LSN\": 84205608, \"Reason\": \"no recovery target specified\","
                + " \"Timestamp\": \"2026-11-21T08:22:03.982666+00:00\", \"New Leader\":"
                + " \"n1\"}]\n");
  }

  @Test
  void aDsnLeadsToTheLeaderUnlessAnotherIsWanted() {
    bench.load("after-switchover");

    assertThat(Ran.run(bench, "dsn", "bench").out()).isEqualTo("host=127.0.0.1 port=5502\n");
    assertThat(Ran.run(bench, "dsn", "-r", "replica").out())
        .isEqualTo("host=127.0.0.1 port=5501\n");
    assertThat(Ran.run(bench, "dsn", "-m", "n2").out()).isEqualTo("host=127.0.0.1 port=5503\n");
    Ran unknown = Ran.run(bench, "dsn", "-m", "n9");
    assertThat(unknown.err()).isEqualTo("Error: Can not find a suitable member\n");
    assertThat(unknown.code()).isOne();
    assertThat(Ran.run(bench, "dsn", "-m", "n2", "-r", "any").err())
        .isEqualTo("Error: --role and --member are mutually exclusive options\n");
  }
}
