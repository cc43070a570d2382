package io.hactl.it.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.it.machine.Await;
import io.hactl.it.machine.Installation;
import io.hactl.it.machine.LocalProcess;
import io.hactl.it.machine.Machines;
import io.hactl.it.machine.Ports;
import io.hactl.it.machine.ServerUser;
import io.hactl.it.machine.SharedMemory;
import io.hactl.it.machine.Signals;
import io.hactl.it.machine.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * etcd and any number of nodes as real processes in a folder of their own. Registered as an
 * extension: starts etcd before the first test, shows every log when a test fails, and leaves
 * neither a process nor a file behind.
 */
public final class TestCluster
    implements BeforeAllCallback,
        AfterTestExecutionCallback,
        LifecycleMethodExecutionExceptionHandler,
        AfterAllCallback {

  private static final Duration FORMED = Duration.ofSeconds(90);

  private final String scope;
  private final AgentSettings.Timing timing;
  private final String synchronousStandbys;
  private int etcdMembers = 1;
  private int startedNodes;
  private Machines machines = Machines.LOOPBACK;
  private String moreSettings = "";
  private final Map<String, Node> nodes = new TreeMap<>();
  private final List<SmallDisk> disks = new CopyOnWriteArrayList<>();
  private final SharedMemory sharedMemory = new SharedMemory();
  private final Thread cleanUp = new Thread(this::cleanUp);
  private Path folder;
  private Installation installation;
  private EtcdMembers etcd;

  private TestCluster(String scope, AgentSettings.Timing timing, String synchronousStandbys) {
    this.scope = scope;
    this.timing = timing;
    this.synchronousStandbys = synchronousStandbys;
  }

  public static TestCluster of(String scope, AgentSettings.Timing timing) {
    return new TestCluster(scope, timing, "");
  }

  /**
   * A cluster whose primary acknowledges a write when one of the others has it, so that none may be
   * lost whichever node is.
   */
  public static TestCluster thatKeepsWhatItAcknowledged(String scope, AgentSettings.Timing timing) {
    return new TestCluster(scope, timing, "ANY 1 (n1, n2, n3)");
  }

  /** Uses as many members of etcd; the agents are told of the first one only. */
  public TestCluster withEtcdMembers(int count) {
    etcdMembers = count;
    return this;
  }

  /** Starts as many nodes, called n1, n2, …, before the tests. */
  public TestCluster withNodes(int count) {
    startedNodes = count;
    return this;
  }

  /** Has this at the end of each agent's settings file. */
  public TestCluster withSettings(String yaml) {
    moreSettings = yaml;
    return this;
  }

  /** Puts each node and each member of etcd on one of these. */
  public TestCluster on(Machines given) {
    machines = given;
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Runtime.getRuntime().addShutdownHook(cleanUp);
    machines.setUp();
    folder = Files.createTempDirectory("hactl-it-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    ServerUser.own(folder);
    installation = Installation.find(folder);
    etcd = EtcdMembers.prepare(etcdMembers, folder, machines);
    etcd.start();
    for (int i = 1; i <= startedNodes; i++) {
      newNode("n" + i).start();
    }
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    context.getExecutionException().ifPresent(e -> System.err.println(logs(context)));
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    if (!(failure instanceof TestAbortedException)) {
      System.err.println(logs(context));
    }
    throw failure;
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    if (!(failure instanceof TestAbortedException)) {
      System.err.println(logs(context));
    }
    throw failure;
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
    cleanUp();
    Runtime.getRuntime().removeShutdownHook(cleanUp);
    if (folder == null) {
      return; // skipped
    }
    sharedMemory.remove();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    }
  }

  private void cleanUp() {
    if (folder != null) {
      sharedMemory.remember(folder);
    }
    endProcesses();
    disks.forEach(SmallDisk::close);
    machines.close();
  }

  private void endProcesses() {
    // What hangs in a frozen file system does not even die.
    disks.forEach(SmallDisk::thaw);
    for (int round = 0; round < 20 && folder != null; round++) {
      List<Long> left = Signals.processesIn(folder);
      if (left.isEmpty()) {
        Guards.end(folder);
        return;
      }
      left.forEach(pid -> Signals.send(pid, "KILL"));
    }
  }

  private String logs(ExtensionContext context) {
    return ClusterReport.logs(context.getDisplayName(), etcd.all(), nodes.values());
  }

  Path folder() {
    return folder;
  }

  /** The only or first member. */
  public Etcd etcd() {
    return etcd.all().getFirst();
  }

  public EtcdMembers etcdMembers() {
    return etcd;
  }

  Installation installation() {
    return installation;
  }

  /** The value of one of the cluster's keys. */
  public Optional<String> key(String name) throws IOException, InterruptedException {
    return etcd.get("/service/" + scope + "/" + name);
  }

  /** The session, which a lease in etcd is, of a member; none once it has ended. */
  public Optional<String> sessionOf(Node node) throws IOException, InterruptedException {
    return etcd().leaseOf("/service/" + scope + "/members/" + node.name());
  }

  /** Changes the cluster's settings by way of any member, whether somebody leads or not. */
  public void configure(String patch) throws IOException, InterruptedException {
    Rest.Answer answer = nodes().getFirst().rest().patch("/config", patch);
    if (answer.status() != 200) {
      throw new AssertionError(patch + " was refused: " + answer.body());
    }
  }

  /** Changes one of the cluster's settings and waits until every node goes by it. */
  public void set(String setting, int value) throws IOException, InterruptedException {
    configure("{\"" + setting + "\": " + value + "}");
    for (Node node : nodes()) {
      Await.until(
          node + " knows the " + setting,
          FORMED,
          () -> node.rest().get("/config").json().path(setting).asInt() == value);
    }
  }

  /**
   * Lets leases last for so long until the cluster is healed, and waits until the primary's guard
   * goes by it, too. For what has to be over before a lease is, however slow the machine.
   */
  public void setTtl(int seconds) throws IOException, InterruptedException {
    Node primary = primary();
    set("ttl", seconds);
    Await.until(
        "the guard of " + primary + " goes by a ttl of " + seconds + " s",
        FORMED,
        () -> {
          long left = Guards.timeLeft(primary).toSeconds();
          return left > seconds / 2 && left < seconds;
        });
    // For the moment in which the key goes from one session to the other it does not say so.
    Await.until(primary + " leads", FORMED, () -> leads(primary));
  }

  /** The one standby that the sync key names; waits until there is one. */
  public Node awaitSynchronousStandby(Duration deadline) throws IOException, InterruptedException {
    Await.until("a standby is synchronous", deadline, () -> synchronousStandby().isPresent());
    return synchronousStandby().orElseThrow();
  }

  /** The one standby that the sync key names. */
  public Optional<Node> synchronousStandby() throws IOException, InterruptedException {
    String name = Rest.parse(key("sync").orElse("{}")).path("sync_standby").asText("");
    return Optional.ofNullable(nodes.get(name));
  }

  /** A node with free ports and an empty folder, not started. */
  public Node newNode(String name) throws IOException, InterruptedException {
    return newNode(name, Storage::in);
  }

  /** The same, its data where {@code storage} says, going by the node's own folder. */
  public Node newNode(String name, Function<Path, Storage> storage)
      throws IOException, InterruptedException {
    AgentSettings settings = prepare(name, name).settings();
    Node node =
        new Node(settings.with(storage.apply(settings.folder())), installation)
            .withSettings(moreSettings);
    nodes.put(name, node);
    return node;
  }

  /** A small file system, which is gone when the tests have ended. */
  public SmallDisk newDisk(String name, int megabytes) throws IOException {
    disks.add(SmallDisk.create(folder, name, megabytes));
    return disks.getLast();
  }

  /** A node that is no part of {@link #nodes}: one that must be refused. */
  public Node intruder(String name, String folderName) throws IOException, InterruptedException {
    return prepare(name, folderName);
  }

  private Node prepare(String name, String folderName) throws IOException, InterruptedException {
    List<Integer> ports = Ports.free(2);
    Path own = folder.resolve(folderName);
    Files.createDirectories(own);
    ServerUser.own(own);
    return new Node(
            new AgentSettings(
                scope,
                name,
                etcd().endpoint(),
                ports.get(0),
                ports.get(1),
                own,
                installation.postgresPrograms(),
                timing,
                synchronousStandbys,
                machines.place(name, own),
                Storage.in(own)),
            installation)
        .withSettings(moreSettings);
  }

  public Node node(String name) {
    return nodes.get(name);
  }

  public List<Node> nodes() {
    return new ArrayList<>(nodes.values());
  }

  /** Every node that does not lead. */
  public List<Node> replicas() {
    return others(primary());
  }

  /** The node that answers as the primary and takes writes. */
  public Node primary() {
    return findPrimary().orElseThrow(() -> new AssertionError("no node answers as the primary"));
  }

  public Optional<Node> findPrimary() {
    return nodes().stream().filter(TestCluster::leads).findFirst();
  }

  private static boolean leads(Node node) {
    try {
      return node.isRunning() && node.rest().get("/primary").status() == 200 && node.isWritable();
    } catch (IOException | SQLException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits until one of the others leads, and asks the old primary nothing, which may be frozen. */
  public Node awaitSuccessor(Node old, Duration deadline) {
    List<Node> others = nodes().stream().filter(n -> n != old).toList();
    Await.until(
        "another node than " + old + " leads",
        deadline,
        () -> others.stream().anyMatch(TestCluster::leads));
    return others.stream().filter(TestCluster::leads).findFirst().orElseThrow();
  }

  /** Waits until one node leads and it is not {@code old}. */
  public Node awaitNewPrimary(Node old, Duration deadline) {
    Await.until(
        "another node than " + old + " leads",
        deadline,
        () -> findPrimary().filter(n -> n != old).isPresent());
    return primary();
  }

  /** Waits until one of these leads; the others are not even asked. */
  public Node awaitPrimaryAmong(List<Node> candidates, Duration deadline) {
    Await.until(
        "one of " + candidates + " leads",
        deadline,
        () -> candidates.stream().anyMatch(TestCluster::leads));
    return candidates.stream().filter(TestCluster::leads).findFirst().orElseThrow();
  }

  /** Every node but these. */
  public List<Node> others(Node... not) {
    return nodes().stream().filter(n -> !List.of(not).contains(n)).toList();
  }

  /**
   * Starts what does not run, ends a pause, puts the ttl back, and waits until one leads and all
   * others stream.
   */
  public void heal() throws IOException, InterruptedException {
    etcd.start();
    for (Node node : nodes()) {
      if (!node.isRunning()) {
        node.start();
      }
    }
    awaitFormed();
    JsonNode config = primary().rest().get("/config").json();
    if (config.path("pause").asBoolean()) {
      primary().rest().patch("/config", "{\"pause\": null}");
      awaitFormed();
    }
    if (config.path("ttl").asInt() != timing.ttl()) {
      setTtl(timing.ttl());
    }
  }

  /** Waits until one node leads and all the others stream from it. */
  public void awaitFormed() {
    Await.until(
        () -> "one leads and the others stream; now: " + ClusterReport.asSeenBy(nodes.values()),
        FORMED,
        this::isFormed);
    sharedMemory.remember(folder);
  }

  private boolean isFormed() throws Exception {
    for (Node node : nodes.values()) {
      if (!node.isRunning()) {
        throw new AssertionError("the agent of " + node + " has ended");
      }
    }
    Optional<Node> primary = findPrimary();
    if (primary.isEmpty()) {
      return false;
    }
    String streaming =
        primary.get().query("select count(*) from pg_stat_replication where state = 'streaming'");
    if (Integer.parseInt(streaming) < nodes.size() - 1) {
      return false;
    }
    for (Node node : nodes.values()) {
      if (node != primary.get() && node.rest().get("/replica").status() != 200) {
        return false;
      }
    }
    return true;
  }

  /** Runs the command line as an operator on one of the nodes. */
  public LocalProcess.Finished hactl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(installation.hactl());
    command.add("-c");
    command.add(nodes.values().iterator().next().settingsFile().toString());
    command.addAll(List.of(arguments));
    return LocalProcess.run(folder, Duration.ofSeconds(60), command);
  }
}
