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
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Inserts numbered rows on whichever node takes writes and remembers which of them were
 * acknowledged, and when.
 */
public final class NumberedWriter implements AutoCloseable {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long REFUSED_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Longer than it takes to hear of a row that was written. */
  private static final Duration MOMENT = Duration.ofMillis(500);

  private final String url;
  private final String table;
  private final Thread thread;
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private volatile boolean stopping;

  private record Acknowledged(long number, long nanos) {}

  private NumberedWriter(List<Node> nodes, String table) {
    this.table = table;
    this.url =
        nodes.stream()
            .map(n -> n.settings().postgresAddress())
            .collect(Collectors.joining(",", "jdbc:postgresql://", "/postgres"));
    this.thread = Thread.ofPlatform().name("writer").daemon().unstarted(this::write);
  }

  /** Creates the table on the primary, and starts to write once it is there. */
  public static NumberedWriter start(List<Node> nodes, Node primary) throws SQLException {
    String table = "numbered_" + System.nanoTime();
    primary.execute("create table " + table + " (number bigint primary key)");
    NumberedWriter writer = new NumberedWriter(nodes, table);
    writer.thread.start();
    writer.awaitProgress(Duration.ofSeconds(10));
    return writer;
  }

  private void write() {
    long number = 0;
    while (!stopping) {
      try (Connection connection = connect();
          PreparedStatement insert =
              connection.prepareStatement("insert into " + table + " values (?)")) {
        while (!stopping) {
          insert.setLong(1, ++number);
          insert.executeUpdate();
          acknowledge(number);
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      } catch (SQLException e) {
        refusals.add(e.getMessage()); // nobody takes writes just now: ask again
        LockSupport.parkNanos(REFUSED_PAUSE_NANOS);
      }
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "postgres");
    properties.setProperty("password", AgentSettings.PASSWORD);
    properties.setProperty("targetServerType", "primary");
    properties.setProperty("hostRecheckSeconds", "0");
    properties.setProperty("connectTimeout", "1");
    properties.setProperty("socketTimeout", "2");
    return DriverManager.getConnection(url, properties);
  }

  private synchronized void acknowledge(long number) {
    acknowledged.add(new Acknowledged(number, System.nanoTime()));
  }

  private synchronized int count() {
    return acknowledged.size();
  }

  /** Waits until rows that were sent from now on have been acknowledged. */
  public void awaitProgress(Duration deadline) {
    int before = count();
    Await.until("writes are acknowledged", deadline, () -> count() >= before + 20);
  }

  /** Every row so far was taken by the one connection of the first, none after two seconds. */
  public void assertUninterrupted() {
    assertThat(refusals).as("why rows were refused").isEmpty();
  }

  /** When the last row was acknowledged, as of {@link System#nanoTime}. */
  public synchronized long lastAcknowledgedAt() {
    return acknowledged.getLast().nanos();
  }

  /** Waits until none of these takes writes and nothing is under way any more. */
  public void awaitEnd(List<Node> nodes, Duration deadline) {
    Await.until(
        "no node takes writes, and none is acknowledged any more",
        deadline,
        () -> nodes.stream().noneMatch(Node::takesWrites) && !acknowledgedWithin(MOMENT));
  }

  /** Whether a row was acknowledged within the last moments. */
  public synchronized boolean acknowledgedWithin(Duration time) {
    return !acknowledged.isEmpty()
        && System.nanoTime() - acknowledged.getLast().nanos() < time.toNanos();
  }

  /** The longest time between two acknowledged rows so far. */
  public synchronized Duration longestGap() {
    long longest = 0;
    for (int i = 1; i < acknowledged.size(); i++) {
      longest = Math.max(longest, acknowledged.get(i).nanos() - acknowledged.get(i - 1).nanos());
    }
    return Duration.ofNanos(longest);
  }

  /** The numbers that were acknowledged and that this node does not have. */
  public List<Long> missingOn(Node node) throws SQLException {
    List<Long> numbers;
    synchronized (this) {
      numbers = acknowledged.stream().map(Acknowledged::number).toList();
    }
    Set<Long> stored = new HashSet<>();
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select number from " + table)) {
      while (rows.next()) {
        stored.add(rows.getLong(1));
      }
    }
    return numbers.stream().filter(number -> !stored.contains(number)).toList();
  }

  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
