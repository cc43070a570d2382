package io.hactl.dcs.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A real etcd on loopback ports and a folder of its own, which it removes when it is closed. Its
 * elections are quick, so that it grants leases of 1 s.
 */
public final class EtcdProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(20);

  private final Path folder;
  private final int clientPort;
  private final int peerPort;
  private final Optional<Tls> tls;
  private Optional<String> user = Optional.empty();
  private Process process;

  /**
   * @param ca what both sides trust
   * @param certificate of the server, which clients may use too
   */
  public record Tls(Path ca, Path certificate, Path key) {}

  private EtcdProcess(Optional<Tls> tls) {
    try {
      this.folder = Files.createTempDirectory("hactl-etcd-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.clientPort = freePort();
    this.peerPort = freePort();
    this.tls = tls;
  }

  /** Starts one and waits until it answers. */
  public static EtcdProcess start() {
    return started(new EtcdProcess(Optional.empty()));
  }

  /** Starts one that speaks TLS only and asks clients for a certificate. */
  public static EtcdProcess start(Tls tls) {
    return started(new EtcdProcess(Optional.of(tls)));
  }

  private static EtcdProcess started(EtcdProcess etcd) {
    try {
      etcd.restart();
      return etcd;
    } catch (RuntimeException e) {
      etcd.close();
      throw e;
    }
  }

  /** A port that is free right now. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code 127.0.0.1:port}. */
  public String endpoint() {
    return "127.0.0.1:" + clientPort;
  }

  /** Settings for this one endpoint. */
  public EtcdSettings settings(Duration callTimeout) {
    return new EtcdSettings(
        List.of(endpoint()),
        tls.isPresent(),
        tls.map(Tls::ca),
        tls.map(Tls::certificate),
        tls.map(Tls::key),
        Optional.empty(),
        Optional.empty(),
        false,
        callTimeout);
  }

  /** SIGKILL. */
  public void kill() {
    if (process != null) {
      process.destroyForcibly();
      try {
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Starts it (again), on the same ports and data, and waits until it answers. */
  public void restart() {
    kill();
    launch();
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (run("endpoint", "health") != 0) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("etcd does not start; see " + folder.resolve("log"));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** SIGSTOP: it keeps its connections and answers nothing, once each of its threads is stopped. */
  public void pause() {
    signal("STOP");
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!isStopped()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("etcd does not stop on SIGSTOP");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private boolean isStopped() {
    Path threads = Path.of("/proc", String.valueOf(process.pid()), "task");
    try (Stream<Path> all = Files.list(threads)) {
      return all.allMatch(EtcdProcess::isStopped);
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private static boolean isStopped(Path thread) {
    try {
      return Files.readAllLines(thread.resolve("status")).stream()
          .anyMatch(line -> line.startsWith("State:") && line.contains("T (stopped)"));
    } catch (IOException e) {
      // It has ended since it was listed.
      return true;
    }
  }

  /** SIGCONT. */
  public void resume() {
    signal("CONT");
  }

  /**
   * Runs {@code etcdctl} against it.
   *
   * @throws IllegalStateException if that fails
   */
  public void etcdctl(String... arguments) {
    if (run(arguments) != 0) {
      throw new IllegalStateException("etcdctl failed: " + String.join(" ", arguments));
    }
  }

  /** Asks for user and password from now on; {@code root} may do everything. */
  public void enableAuthentication(String rootPassword) {
    etcdctl("user", "add", "root:" + rootPassword);
    etcdctl("user", "grant-role", "root", "root");
    etcdctl("auth", "enable");
    user = Optional.of("root:" + rootPassword);
  }

  private void launch() {
    String scheme = tls.isPresent() ? "https://" : "http://";
    String peer = "http://127.0.0.1:" + peerPort;
    List<String> command = new ArrayList<>(List.of("etcd", "--name", "default"));
    command.addAll(List.of("--data-dir", folder.resolve("data").toString()));
    command.addAll(List.of("--listen-client-urls", scheme + endpoint()));
    command.addAll(List.of("--advertise-client-urls", scheme + endpoint()));
    command.addAll(List.of("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer));
    command.addAll(List.of("--initial-cluster", "default=" + peer));
    command.addAll(List.of("--heartbeat-interval", "20", "--election-timeout", "200"));
    command.addAll(List.of("--logger", "zap", "--log-level", "warn"));
    tls.ifPresent(
        t ->
            command.addAll(
                List.of(
                    "--cert-file=" + t.certificate(),
                    "--key-file=" + t.key(),
                    "--trusted-ca-file=" + t.ca(),
                    "--client-cert-auth")));
    process = start(command, "log");
  }

  private int run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("etcdctl", "--dial-timeout=1s"));
    command.add("--endpoints=" + endpoint());
    tls.ifPresent(
        t ->
            command.addAll(
                List.of("--cacert=" + t.ca(), "--cert=" + t.certificate(), "--key=" + t.key())));
    user.ifPresent(u -> command.add("--user=" + u));
    command.addAll(List.of(arguments));
    return end(start(command, "etcdctl.log"));
  }

  private void signal(String name) {
    end(start(List.of("kill", "-" + name, String.valueOf(process.pid())), "kill.log"));
  }

  private Process start(List<String> command, String output) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ETCDCTL_API", "3");
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(output).toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int end(Process process) {
    try {
      if (process.waitFor(20, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    return -1;
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
