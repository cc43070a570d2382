package io.hactl.postgres.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lines of {@code postgresql.conf}. */
public final class ConfText {

  private static final Logger log = LoggerFactory.getLogger(ConfText.class);
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_][A-Za-z0-9_$]*)*");

  private ConfText() {}

  /**
   * What is in a file that an operator may have written in whatever encoding: every byte is one
   * character of its number, and {@link #bytes} gives the same bytes back.
   */
  public static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  /** Of text from {@link #read}; text of the agent's own is written in UTF-8. */
  static byte[] bytes(String read) {
    return read.getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * The value in quotes. The server reads a doubled quote as one, and backslashes as in C.
   *
   * @see <a href="https://www.postgresql.org/docs/current/config-setting.html">Setting
   *     Parameters</a>
   */
  static String quote(String value) {
    return "'"
        + value.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n").replace("\r", "\\r")
        + "'";
  }

  /** One line a parameter; a name that cannot be one is left out with a warning. */
  static String lines(Map<String, String> parameters) {
    StringBuilder text = new StringBuilder();
    parameters.forEach(
        (name, value) -> {
          if (!NAME.matcher(name).matches()) {
            log.warn("'{}' is not the name of a PostgreSQL parameter; it is left out.", name);
          } else if (value != null) {
            text.append(name).append(" = ").append(quote(value)).append('\n');
          }
        });
    return text.toString();
  }
}
