package io.hactl.runner;

/** PostgreSQL's version numbers. */
final class ServerVersions {

  private ServerVersions() {}

  /**
   * {@code 16.2} as {@code server_version_num}: 160002.
   *
   * @throws IllegalArgumentException if it is not a version
   */
  static int number(String version) {
    String[] parts = version.trim().split("\\.");
    try {
      int major = Integer.parseInt(parts[0]);
      int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
      return major * 10_000 + minor;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a PostgreSQL version: " + version, e);
    }
  }
}
