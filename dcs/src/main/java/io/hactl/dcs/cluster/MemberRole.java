package io.hactl.dcs.cluster;

import java.util.Optional;

/** A member's role as it is written into its key. */
public enum MemberRole {
  PRIMARY("primary"),
  REPLICA("replica"),
  STANDBY_LEADER("standby_leader"),
  UNINITIALIZED("uninitialized"),
  DEMOTED("demoted"),
  PROMOTED("promoted");

  private final String text;

  MemberRole(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** Reads a role; {@code master} is the old word for {@code primary}. */
  public static Optional<MemberRole> of(String text) {
    if (text.equals("master")) {
      return Optional.of(PRIMARY);
    }
    for (MemberRole role : values()) {
      if (role.text.equals(text)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
