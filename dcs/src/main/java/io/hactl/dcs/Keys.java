package io.hactl.dcs;

/** The names of the keys, relative to a cluster's prefix, and the prefix itself. */
public final class Keys {

  public static final String INITIALIZE = "initialize";
  public static final String CONFIG = "config";
  public static final String LEADER = "leader";
  public static final String STATUS = "status";
  public static final String SYNC = "sync";
  public static final String FAILOVER = "failover";
  public static final String HISTORY = "history";
  public static final String FAILSAFE = "failsafe";

  /** Our own; Patroni passes over keys that it does not know. */
  public static final String LOST_WAL = "hactl/lost_wal";

  public static final String MEMBERS = "members/";

  private Keys() {}

  public static String member(String name) {
    return MEMBERS + name;
  }

  /** {@code /<namespace>/<scope>/}, with exactly one slash between the parts. */
  public static String prefix(String namespace, String scope) {
    String trimmed = namespace.replaceAll("^/+|/+$", "");
    return (trimmed.isEmpty() ? "/" : "/" + trimmed + "/") + scope + "/";
  }
}
