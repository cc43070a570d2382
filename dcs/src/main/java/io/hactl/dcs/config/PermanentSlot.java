package io.hactl.dcs.config;

import java.util.Optional;

/**
 * A replication slot that the operator wants on the leader whoever leads.
 *
 * @param database a logical slot's database
 * @param plugin a logical slot's output plugin
 */
public record PermanentSlot(
    String name, Type type, Optional<String> database, Optional<String> plugin) {

  /** What the slot keeps. */
  public enum Type {
    PHYSICAL,
    LOGICAL
  }
}
