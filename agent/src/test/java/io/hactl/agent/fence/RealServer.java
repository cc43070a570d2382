package io.hactl.agent.fence;

import io.hactl.os.ProcFs;
import io.hactl.os.ProcessId;
import io.hactl.os.Signal;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL server on loopback that belongs to no agent. */
final class RealServer implements AutoCloseable {

  private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");

  private final Path folder;
  private final int port;

  /** Creates it, not started. */
  RealServer(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    run("initdb", "-D", data().toString(), "-A", "trust", "-U", "postgres", "--no-sync");
  }

  Path data() {
    return folder.resolve("data");
  }

  void start() throws IOException, InterruptedException {
    String options = "-c fsync=off -c listen_addresses=127.0.0.1 -p %d -k %s";
    run(
        "pg_ctl",
        "-D",
        data().toString(),
        "-w",
        "-l",
        folder.resolve("log").toString(),
        "-o",
        options.formatted(port, folder),
        "start");
  }

  private static void run(String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(PROGRAMS.resolve(program).toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(command + " failed");
    }
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres?socketTimeout=5", "postgres", "");
  }

  /** Every process of it. */
  List<ProcessId> processes() {
    return ProcFs.inDirectory(data());
  }

  boolean isGone() {
    return processes().isEmpty();
  }

  ProcessId postmaster() throws IOException {
    String first = Files.readAllLines(data().resolve("postmaster.pid")).getFirst();
    return ProcFs.alive(Long.parseLong(first.strip())).orElseThrow();
  }

  @Override
  public void close() throws IOException {
    for (int round = 0; round < 100 && !isGone(); round++) {
      processes().forEach(Signal.KILL::sendTo);
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    }
  }
}
