package io.hactl.settings.keys;

/** What it takes for a changed setting to be in force. */
public enum InForce {
  /** Nothing: every member sees the change in the DCS. */
  AT_ONCE("at once", ""),
  /** A reload of the agent. */
  RELOAD("reload", ""),
  /** A restart of PostgreSQL. */
  POSTGRES_RESTART("restart of PostgreSQL", " after a restart of PostgreSQL"),
  /** A restart of the agent; until then the old value stays. */
  AGENT_RESTART("restart of the agent", " after a restart of the agent"),
  /** Nothing: it is used only when a cluster is created. */
  NEXT_BOOTSTRAP("when a cluster is created", " for the next cluster that is created"),
  /** Nothing makes it count: the key is known from Patroni and not used. */
  NEVER_READ("never", "");

  private final String label;
  private final String condition;

  InForce(String label, String condition) {
    this.label = label;
    this.condition = condition;
  }

  /** For a table: {@code restart of the agent}. */
  public String label() {
    return label;
  }

  /** To follow a sentence: {@code after a restart of the agent}; empty: at once. */
  public String condition() {
    return condition;
  }
}
