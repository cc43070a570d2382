package io.hactl.postgres.task;

import io.hactl.postgres.base.PostgresConfig.Authentication;
import io.hactl.postgres.base.PostgresConfig.Credentials;
import io.hactl.postgres.base.PostgresConfig.NewUser;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.server.LocalServer;
import io.hactl.settings.Secret;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;
import org.postgresql.util.PasswordUtil;

/**
 * Creates the users of a new cluster. Passwords are sent as verifiers, computed here, so that no
 * log, view or extension of the server ever sees them in clear.
 */
final class Roles {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Pattern OPTION = Pattern.compile("[A-Za-z][A-Za-z0-9_ ]*");

  /**
   * What {@code pg_rewind} needs of a user that is no superuser.
   *
   * @see <a href="https://www.postgresql.org/docs/current/app-pgrewind.html">pg_rewind</a>
   */
  private static final List<String> REWIND_FUNCTIONS =
      List.of(
          "pg_ls_dir(text, boolean, boolean)",
          "pg_stat_file(text, boolean)",
          "pg_read_binary_file(text)",
          "pg_read_binary_file(text, bigint, bigint, boolean)");

  private final LocalServer server;

  Roles(LocalServer server) {
    this.server = server;
  }

  void create() throws SQLException, TaskFailure {
    Authentication authentication = server.config().authentication();
    String superuser = authentication.superuser().username();
    try (Connection connection = server.sessions().local(TIMEOUT)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "SET log_statement = none; SET log_min_duration_statement = -1;"
                + " SET log_min_error_statement = panic");
      }
      Credentials replication = authentication.replication();
      if (!replication.username().equals(superuser)) {
        create(connection, replication.username(), replication.password(), "REPLICATION");
      }
      Optional<Credentials> rewind =
          authentication.rewind().filter(r -> !r.username().equals(superuser));
      if (rewind.isPresent()) {
        createRewind(connection, rewind.get());
      }
      for (NewUser user : server.config().bootstrap().users()) {
        create(connection, user.name(), user.password(), options(user));
      }
    }
  }

  private static void createRewind(Connection connection, Credentials rewind) throws SQLException {
    create(connection, rewind.username(), rewind.password(), "");
    String name = quoted(connection, rewind.username());
    try (Statement statement = connection.createStatement()) {
      for (String function : REWIND_FUNCTIONS) {
        statement.execute("GRANT EXECUTE ON FUNCTION pg_catalog." + function + " TO " + name);
      }
    }
  }

  private static String options(NewUser user) throws TaskFailure {
    for (String option : user.options()) {
      if (!OPTION.matcher(option).matches()) {
        throw TaskFailure.lasting(
            "bootstrap.users."
                + user.name()
                + ".options: '"
                + option
                + "' is no option of CREATE ROLE");
      }
    }
    return String.join(" ", user.options());
  }

  private static void create(
      Connection connection, String name, Optional<Secret> password, String options)
      throws SQLException {
    String verb = exists(connection, name) ? "ALTER" : "CREATE";
    String login = options.toUpperCase(Locale.ROOT).contains("NOLOGIN") ? "" : "LOGIN ";
    StringBuilder sql = new StringBuilder(verb + " ROLE ");
    sql.append(quoted(connection, name)).append(" WITH ").append(login).append(options);
    if (password.isPresent()) {
      sql.append(" PASSWORD '").append(verifier(connection, name, password.get())).append('\'');
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql.toString());
    }
  }

  private static boolean exists(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT FROM pg_roles WHERE rolname = ?")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private static String verifier(Connection connection, String name, Secret password)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW password_encryption")) {
      row.next();
      String encryption = row.getString(1).equals("scram-sha-256") ? "scram-sha-256" : "md5";
      return PasswordUtil.encodePassword(name, password.value().toCharArray(), encryption);
    }
  }

  private static String quoted(Connection connection, String name) throws SQLException {
    return connection.unwrap(PGConnection.class).escapeIdentifier(name);
  }
}
