package io.hactl.postgres.server;

import java.net.SocketTimeoutException;
import java.sql.SQLException;

/** What an error from the server or the driver says of the server. */
public final class SqlStates {

  private SqlStates() {}

  /**
   * The session was refused by a server that is starting up, recovering or shutting down (57P03,
   * 57P01, 57P02).
   */
  public static boolean isNotAccepting(SQLException e) {
    String state = state(e);
    return state.startsWith("57P");
  }

  /** The session was refused for want of free connections (53300): the server is alive. */
  static boolean isTooManyConnections(SQLException e) {
    return state(e).equals("53300");
  }

  /** The server answered, whatever it said: the connection itself has not failed. */
  public static boolean isAnswer(SQLException e) {
    return !state(e).isEmpty() && !state(e).startsWith("08");
  }

  static boolean isTimeout(SQLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return state(e).equals("57014");
  }

  /** The message and, where the driver only wraps another error, that one. */
  public static String describe(SQLException e) {
    return e.getCause() == null ? e.getMessage() : e.getMessage() + " (" + e.getCause() + ")";
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }
}
