package io.hactl.dcs.cluster;

import java.util.Optional;

/** A member's state as it is written into its key and shown. */
public enum MemberState {
  // The order gives the numbers of the metric postgres_state.
  INITDB("initdb"),
  INITDB_FAILED("initdb failed"),
  CUSTOM_BOOTSTRAP("running custom bootstrap script"),
  CUSTOM_BOOTSTRAP_FAILED("custom bootstrap failed"),
  CREATING_REPLICA("creating replica"),
  RUNNING("running"),
  STARTING("starting"),
  BOOTSTRAP_STARTING("starting after custom bootstrap"),
  START_FAILED("start failed"),
  RESTARTING("restarting"),
  RESTART_FAILED("restart failed"),
  STOPPING("stopping"),
  STOPPED("stopped"),
  STOP_FAILED("stop failed"),
  CRASHED("crashed");

  private final String text;

  MemberState(String text) {
    this.text = text;
  }

  /** The text in the DCS, in REST answers and in tables. */
  public String text() {
    return text;
  }

  /** The number in the metric {@code patroni_postgres_state}. */
  public int number() {
    return ordinal();
  }

  public static Optional<MemberState> of(String text) {
    for (MemberState state : values()) {
      if (state.text.equals(text)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }
}
