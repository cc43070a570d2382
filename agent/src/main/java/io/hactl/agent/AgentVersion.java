package io.hactl.agent;

/** The agent's version. */
public final class AgentVersion {

  /** As in the build file. */
  public static final String VERSION = "0.1.0";

  private AgentVersion() {}
}
