package io.hactl.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which PostgreSQL the programs in {@code postgresql.bin_dir} are of. */
final class ProgramVersion {

  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

  private ProgramVersion() {}

  /**
   * @param postgres the server program
   * @throws IllegalStateException with one sentence if it cannot be told
   */
  static int major(Path postgres) {
    try {
      Process process =
          new ProcessBuilder(postgres.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Matcher matcher = VERSION.matcher(output);
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
      throw new IllegalStateException(
          postgres + " --version answers '" + output + "', which is no version of PostgreSQL");
    } catch (IOException e) {
      throw new IllegalStateException(
          postgres + " cannot be run (" + e.getMessage() + "): set postgresql.bin_dir", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for PostgreSQL's version", e);
    }
  }
}
