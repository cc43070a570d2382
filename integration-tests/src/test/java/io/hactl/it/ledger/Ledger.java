package io.hactl.it.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.it.cluster.Node;
import io.hactl.it.cluster.TestCluster;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.TestInfo;

/**
 * Every row that any node acknowledged beside every election, and what has to be true of the two at
 * the end.
 */
public final class Ledger implements AutoCloseable {

  private final TestCluster cluster;
  private final Elections elections;
  private final NodeWriters writers;

  private Ledger(TestCluster cluster, Elections elections, NodeWriters writers) {
    this.cluster = cluster;
    this.elections = elections;
    this.writers = writers;
  }

  /** Creates a table on the primary and writes to every node until it is closed. */
  public static Ledger start(TestCluster cluster) throws SQLException {
    Elections elections = Elections.watch(cluster);
    return new Ledger(cluster, elections, NodeWriters.start(cluster.nodes(), cluster.primary()));
  }

  public NodeWriters writers() {
    return writers;
  }

  List<Elections.Term> terms() {
    return elections.terms();
  }

  /** The same server of {@code leader} has taken writes all the while. */
  public void assertNobodyNoticed(Node leader) {
    assertThat(terms()).extracting(Elections.Term::leader).containsOnly(leader.name());
    writers.assertUninterrupted(leader);
    assertThat(writers.missingOrFail(leader)).as("acknowledged and missing").isEmpty();
  }

  /**
   * What asynchronous replication promises: none acknowledged after another was elected, no two in
   * the same stretch of time, and only rows from before the election are missing.
   */
  public void assertOnlyTheElectedAcknowledged(TestInfo test) {
    assertNoneOfAnElectedOthersTime();
    assertNoTwoInTheSameStretch();
    List<NodeWriters.Acknowledged> missing = writers.missingOrFail(cluster.primary());
    for (NodeWriters.Acknowledged row : missing) {
      assertThat(row.at())
          .as("row %d of %s is missing and was acknowledged", row.number(), row.node())
          .isLessThan(writers.firstByOthers(row.node()));
    }
    print(test, missing.size());
  }

  /** What synchronous replication promises beyond: nothing that anybody acknowledged is missing. */
  public void assertNothingIsMissing(TestInfo test) {
    List<NodeWriters.Acknowledged> missing = writers.missingOrFail(cluster.primary());
    print(test, missing.size());
    assertThat(missing).as("acknowledged and missing on " + cluster.primary()).isEmpty();
  }

  private void assertNoneOfAnElectedOthersTime() {
    for (Elections.Term term : terms()) {
      assertThat(writers.all())
          .filteredOn(a -> !a.node().name().equals(term.leader()))
          .filteredOn(a -> a.at() - term.from() > 0 && a.at() - term.to() < 0)
          .as("acknowledged by others while %s was elected", term.leader())
          .isEmpty();
    }
  }

  private void assertNoTwoInTheSameStretch() {
    for (Node one : cluster.nodes()) {
      for (Node other : cluster.nodes()) {
        if (one != other && !writers.by(one).isEmpty() && !writers.by(other).isEmpty()) {
          boolean before = writers.lastBy(one) < writers.firstBy(other);
          boolean after = writers.lastBy(other) < writers.firstBy(one);
          assertThat(before || after)
              .as("%s and %s acknowledged rows at different times", one, other)
              .isTrue();
        }
      }
    }
  }

  private void print(TestInfo test, int missing) {
    StringBuilder line = new StringBuilder("  " + test.getDisplayName() + ":");
    for (Node node : cluster.nodes()) {
      if (!writers.by(node).isEmpty()) {
        line.append(" %s acknowledged %d rows,".formatted(node, writers.by(node).size()));
      }
    }
    System.out.printf("%s %d missing, no writes for %d ms%n", line, missing, longestSilence());
  }

  private long longestSilence() {
    List<Long> times = writers.all().stream().map(NodeWriters.Acknowledged::at).sorted().toList();
    long longest = 0;
    for (int i = 1; i < times.size(); i++) {
      longest = Math.max(longest, times.get(i) - times.get(i - 1));
    }
    return Duration.ofNanos(longest).toMillis();
  }

  @Override
  public void close() {
    writers.close();
    elections.close();
  }
}
