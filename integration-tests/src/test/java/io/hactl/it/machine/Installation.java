package io.hactl.it.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the build left to run, where the server's user can read it. */
public final class Installation {

  private final Path home;
  private final Path postgresPrograms;

  private Installation(Path home, Path postgresPrograms) {
    this.home = home;
    this.postgresPrograms = postgresPrograms;
  }

  /**
   * Finds it.
   *
   * @param folder where a copy may be put if the build's own folder cannot be read
   */
  public static Installation find(Path folder) throws IOException, InterruptedException {
    Path built = Path.of(System.getProperty("hactl.home", "..")).toAbsolutePath().normalize();
    Path home = isRunnable(built, folder) ? built : copy(built, folder.resolve("hactl"));
    LocalProcess.Finished found =
        LocalProcess.run(
            folder,
            Duration.ofSeconds(10),
            List.of(home.resolve("scripts/find-postgresql").toString()));
    if (found.status() != 0) {
      throw new IllegalStateException(found.output());
    }
    return new Installation(home, Path.of(found.output().strip()));
  }

  private static boolean isRunnable(Path built, Path folder)
      throws IOException, InterruptedException {
    for (String part : List.of("target/dist/lib", "bin/hactl-agent", "scripts/find-jdk")) {
      List<String> test = List.of("test", "-r", built.resolve(part).toString());
      if (LocalProcess.run(folder, Duration.ofSeconds(10), test).status() != 0) {
        return false;
      }
    }
    return true;
  }

  private static Path copy(Path built, Path target) throws IOException, InterruptedException {
    Files.createDirectories(target.resolve("target"));
    for (String part : List.of("bin", "scripts", "target/dist")) {
      Process cp =
          new ProcessBuilder(
                  "cp", "-r", built.resolve(part).toString(), target.resolve(part).toString())
              .inheritIO()
              .start();
      if (cp.waitFor() != 0) {
        throw new IOException("what was built cannot be copied from " + built);
      }
    }
    ServerUser.own(target);
    return target;
  }

  /** The agent's command; {@code hactl.agent} names another program to put in its place. */
  public String agent() {
    return System.getProperty("hactl.agent", home.resolve("bin/hactl-agent").toString());
  }

  /** The command line; {@code hactl.cli} names another program to put in its place. */
  public String hactl() {
    return System.getProperty("hactl.cli", home.resolve("bin/hactl").toString());
  }

  /** One of PostgreSQL's programs. */
  public String postgres(String program) {
    return postgresPrograms.resolve(program).toString();
  }

  public Path postgresPrograms() {
    return postgresPrograms;
  }
}
