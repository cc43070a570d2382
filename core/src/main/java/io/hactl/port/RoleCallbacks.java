package io.hactl.port;

/** The operator's scripts that are told of what happened to PostgreSQL. */
public interface RoleCallbacks {

  /**
   * Starts the script for the action, if one is configured, and returns at once.
   *
   * @param action {@code on_start}, {@code on_stop}, {@code on_restart}, {@code on_reload}, {@code
   *     on_role_change}
   * @param role {@code primary} or {@code replica}
   */
  void fire(String action, String role);
}
