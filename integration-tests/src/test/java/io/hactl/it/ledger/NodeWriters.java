package io.hactl.it.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.it.cluster.AgentSettings;
import io.hactl.it.cluster.Node;
import io.hactl.it.machine.Await;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One writer for each node, which asks nobody whether the node may take writes, and remembers each
 * row that the node has acknowledged, and when.
 */
public final class NodeWriters implements AutoCloseable {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long REFUSED_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final String READ_ONLY = "25006";

  /** Longer than it takes to hear of a row that was written. */
  private static final Duration MOMENT = Duration.ofMillis(500);

  /** Nothing that this machine itself does to a writer takes as long. */
  private static final Duration NOTICEABLE = Duration.ofSeconds(3);

  private final String table;
  private final Collection<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
  private final Collection<Refused> refused = new ConcurrentLinkedQueue<>();
  private final AtomicLong numbers = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;

  /**
   * A row, and who acknowledged it.
   *
   * @param sentAt when it was sent
   * @param at when the answer was here
   */
  public record Acknowledged(Node node, long number, long sentAt, long at) {}

  /** That a node did not take a row, or not even a connection, and why. */
  record Refused(Node node, String why) {}

  private NodeWriters(String table) {
    this.table = table;
  }

  public static NodeWriters start(List<Node> nodes, Node primary) throws SQLException {
    NodeWriters writers = new NodeWriters("written_" + System.nanoTime());
    primary.execute("create table " + writers.table + " (number bigint primary key)");
    for (Node node : nodes) {
      Await.until(node + " has the table", Duration.ofSeconds(30), () -> writers.isOn(node));
    }
    for (Node node : nodes) {
      Thread thread =
          Thread.ofPlatform().daemon().name("writer-" + node).unstarted(() -> writers.write(node));
      writers.threads.add(thread);
      thread.start();
    }
    writers.awaitProgress(primary, Duration.ofSeconds(10));
    return writers;
  }

  /** One that is replaced before the table has come to it could tell nothing of what it has. */
  private boolean isOn(Node node) throws SQLException {
    return node.query("select to_regclass('" + table + "') is not null").equals("t");
  }

  private void write(Node node) {
    while (!stopping) {
      try (Connection connection = connect(node);
          PreparedStatement insert =
              connection.prepareStatement("insert into " + table + " values (?)")) {
        while (!stopping) {
          write(node, insert);
        }
      } catch (SQLException e) {
        refuse(node, e); // nobody there
      }
    }
  }

  /** A replica's connection is kept: opening one costs more than all the writing. */
  private void write(Node node, PreparedStatement insert) throws SQLException {
    long number = numbers.incrementAndGet();
    insert.setLong(1, number);
    long sentAt = System.nanoTime();
    try {
      insert.executeUpdate();
      acknowledged.add(new Acknowledged(node, number, sentAt, System.nanoTime()));
      LockSupport.parkNanos(PAUSE_NANOS);
    } catch (SQLException e) {
      if (!READ_ONLY.equals(e.getSQLState())) {
        throw e;
      }
      refuse(node, e);
    }
  }

  private void refuse(Node node, SQLException why) {
    refused.add(new Refused(node, why.getMessage()));
    LockSupport.parkNanos(REFUSED_PAUSE_NANOS);
  }

  /** A client that waits for an answer for as long as it takes. */
  private static Connection connect(Node node) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "postgres");
    properties.setProperty("password", AgentSettings.PASSWORD);
    properties.setProperty("connectTimeout", "2");
    return DriverManager.getConnection(
        "jdbc:postgresql://" + node.settings().postgresAddress() + "/postgres", properties);
  }

  /** Waits until the node has acknowledged rows that were sent from now on. */
  public void awaitProgress(Node node, Duration deadline) {
    long from = System.nanoTime();
    Await.until(
        node + " acknowledges writes",
        deadline,
        () -> by(node).stream().filter(a -> a.sentAt() > from).count() > 20);
  }

  /** Everything that the node acknowledged, in order. */
  public List<Acknowledged> by(Node node) {
    return acknowledged.stream().filter(a -> a.node() == node).toList();
  }

  /** The node has taken every row so far, on one connection, and let none wait for long. */
  public void assertUninterrupted(Node node) {
    assertThat(refused).filteredOn(r -> r.node() == node).as("rows that were refused").isEmpty();
    assertThat(longestPause(node)).as("pause of the writes").isLessThan(NOTICEABLE);
  }

  /** Everything that anybody acknowledged. */
  public List<Acknowledged> all() {
    return List.copyOf(acknowledged);
  }

  /** The longest time between two rows that the node acknowledged so far. */
  public Duration longestPause(Node node) {
    List<Acknowledged> rows = by(node);
    long longest = 0;
    for (int i = 1; i < rows.size(); i++) {
      longest = Math.max(longest, rows.get(i).at() - rows.get(i - 1).at());
    }
    return Duration.ofNanos(longest);
  }

  /** Waits until none of these takes writes and nothing is under way any more. */
  public void awaitEnd(List<Node> nodes, Duration deadline) {
    Await.until(
        "no node takes writes, and none is acknowledged any more",
        deadline,
        () -> nodes.stream().noneMatch(Node::takesWrites) && !acknowledgedWithin(MOMENT));
  }

  /** Whether anybody acknowledged a row within the last moments. */
  public boolean acknowledgedWithin(Duration time) {
    long from = System.nanoTime() - time.toNanos();
    return acknowledged.stream().anyMatch(a -> a.at() - from > 0);
  }

  /** When the node acknowledged something for the first time, as of {@link System#nanoTime}. */
  long firstBy(Node node) {
    return by(node).getFirst().at();
  }

  /** When the node acknowledged something last, as of {@link System#nanoTime}. */
  public long lastBy(Node node) {
    return by(node).getLast().at();
  }

  /** When anybody else acknowledged something for the first time after that. */
  public long firstByOthers(Node node) {
    return acknowledged.stream()
        .filter(a -> a.node() != node)
        .mapToLong(Acknowledged::at)
        .min()
        .orElseThrow(() -> new AssertionError("nobody but " + node + " acknowledged anything"));
  }

  /** What was acknowledged and this node does not have. */
  public List<Acknowledged> missingOn(Node node) throws SQLException {
    Set<Long> stored = new HashSet<>();
    List<Acknowledged> asked = List.copyOf(acknowledged);
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select number from " + table)) {
      while (rows.next()) {
        stored.add(rows.getLong(1));
      }
    }
    return asked.stream().filter(a -> !stored.contains(a.number())).toList();
  }

  /** The same, where the node has to answer. */
  public List<Acknowledged> missingOrFail(Node node) {
    try {
      return missingOn(node);
    } catch (SQLException e) {
      throw new AssertionError(node + " cannot be asked what it has", e);
    }
  }

  @Override
  public void close() {
    stopping = true;
    try {
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(10));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
