import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Inserts numbered rows until it is ended. Every row that was acknowledged becomes a line in the log: its number and
 * when that was, in nanoseconds. A row whose fate is unknown is not repeated: the next one has the next number.
 *
 * <p>Arguments: JDBC URL, log file. The password comes from PGPASSFILE.
 */
class Writer {

  public static void main(String[] arguments) throws Exception {
    try (PrintStream log = new PrintStream(Path.of(arguments[1]).toFile())) {
      long number = 0;
      while (true) {
        try (Connection connection = DriverManager.getConnection(arguments[0]);
            PreparedStatement insert = connection.prepareStatement("insert into numbered values (?)")) {
          while (true) {
            insert.setLong(1, ++number);
            insert.executeUpdate();
            log.println(number + " " + System.nanoTime());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
          }
        } catch (SQLException e) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10)); // nobody takes writes: ask again
        }
      }
    }
  }
}
