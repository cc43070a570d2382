package io.hactl.it.machine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Machines with a network each: namespaces on one bridge, which is in a namespace, too. The tests
 * themselves, as clients, have an address on it. Connections are cut by dropping packets, in one
 * direction or both, so that nobody is told.
 *
 * <p>Everything is named {@code hactl-it-} and four digits; the addresses are of 198.18.0.0/15,
 * which is set aside for tests (RFC 2544).
 */
public final class Namespaces implements Machines {

  private static final int CLIENT = 1;

  private final String name =
      "hactl-it-" + HexFormat.of().toHexDigits((short) ThreadLocalRandom.current().nextInt());
  private final String network = "198.18." + ThreadLocalRandom.current().nextInt(256) + ".";
  private final String hub = name + "-hub";
  private final Map<String, String> addresses = new HashMap<>();
  private final List<String> namespaces = new ArrayList<>();

  /** Whose packets are dropped, seen from one machine. */
  public enum Direction {
    INCOMING,
    OUTGOING,
    BOTH
  }

  @Override
  public void setUp() throws IOException, InterruptedException {
    assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "skipped: network namespaces need root; run these tests as root");
    for (String program : List.of("ip", "iptables")) {
      assumeTrue(
          run(List.of(program, "-V")).status() == 0,
          "skipped: '" + program + "' is not installed (scripts/install-prerequisites does it)");
    }
    LocalProcess.Finished added = run(List.of("ip", "netns", "add", hub));
    assumeTrue(
        added.status() == 0,
        "skipped: this machine allows no network namespaces: " + added.output().strip());
    namespaces.add(hub);
    ip("-n", hub, "link", "add", "bridge", "type", "bridge");
    ip("-n", hub, "link", "set", "bridge", "up");
    ip("link", "add", name, "type", "veth", "peer", "name", "port" + CLIENT, "netns", hub);
    plug(CLIENT);
    ip("address", "add", network + CLIENT + "/24", "dev", name);
    ip("link", "set", name, "up");
  }

  @Override
  public Place place(String machine, Path folder) throws IOException, InterruptedException {
    if (!addresses.containsKey(machine)) {
      connect(machine, addresses.size() + CLIENT + 1);
    }
    return new Place(
        addresses.get(machine),
        network + "0/24",
        List.of("ip", "netns", "exec", namespace(machine)),
        Map.of());
  }

  private void connect(String machine, int number) throws IOException, InterruptedException {
    String own = namespace(machine);
    String port = "port" + number;
    ip("netns", "add", own);
    namespaces.add(own);
    ip("-n", own, "link", "add", "eth0", "type", "veth", "peer", "name", port, "netns", hub);
    plug(number);
    ip("-n", own, "address", "add", network + number + "/24", "dev", "eth0");
    ip("-n", own, "link", "set", "eth0", "up");
    ip("-n", own, "link", "set", "lo", "up");
    addresses.put(machine, network + number);
  }

  private void plug(int number) throws IOException, InterruptedException {
    ip("-n", hub, "link", "set", "port" + number, "master", "bridge", "up");
  }

  private String namespace(String machine) {
    return name + "-" + machine;
  }

  /** From now on packets between the machine and the others are dropped, as the machine sees it. */
  public void cut(String machine, Direction direction, List<String> others)
      throws IOException, InterruptedException {
    for (String other : others) {
      if (direction != Direction.OUTGOING) {
        drop(machine, "INPUT", "--source", addresses.get(other));
      }
      if (direction != Direction.INCOMING) {
        drop(machine, "OUTPUT", "--destination", addresses.get(other));
      }
    }
  }

  private void drop(String machine, String chain, String side, String address)
      throws IOException, InterruptedException {
    iptables(machine, "--append", chain, side, address, "--jump", "DROP");
  }

  /** Nothing is dropped any more. */
  public void mend() throws IOException, InterruptedException {
    for (String machine : addresses.keySet()) {
      iptables(machine, "--flush");
    }
  }

  @Override
  public synchronized void close() {
    try {
      run(List.of("ip", "link", "delete", name));
      for (String namespace : namespaces) {
        run(List.of("ip", "netns", "delete", namespace));
      }
    } catch (IOException e) {
      throw new IllegalStateException("the namespaces " + namespaces + " cannot be removed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    namespaces.clear();
  }

  private void iptables(String machine, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("ip", "netns", "exec", namespace(machine), "iptables", "--wait"));
    command.addAll(List.of(arguments));
    succeed(command);
  }

  private void ip(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    succeed(command);
  }

  private static void succeed(List<String> command) throws IOException, InterruptedException {
    LocalProcess.Finished finished = run(command);
    if (finished.status() != 0) {
      throw new IOException(String.join(" ", command) + ": " + finished.output());
    }
  }

  /** As this user: the servers' user may not do any of it. */
  private static LocalProcess.Finished run(List<String> command)
      throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes());
      boolean ended = process.waitFor(10, TimeUnit.SECONDS);
      return new LocalProcess.Finished(ended ? process.exitValue() : -1, output);
    } catch (IOException e) {
      return new LocalProcess.Finished(-1, e.getMessage()); // there is no such program
    }
  }
}
