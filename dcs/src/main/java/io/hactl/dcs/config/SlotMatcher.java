package io.hactl.dcs.config;

import java.util.Optional;

/** Slots to leave alone: those for which everything that is present here matches. */
public record SlotMatcher(
    Optional<String> name,
    Optional<PermanentSlot.Type> type,
    Optional<String> database,
    Optional<String> plugin) {

  /** Whether a slot of these properties is left alone. */
  public boolean matches(PermanentSlot slot) {
    return name.map(slot.name()::equals).orElse(true)
        && type.map(t -> t == slot.type()).orElse(true)
        && (database.isEmpty() || database.equals(slot.database()))
        && (plugin.isEmpty() || plugin.equals(slot.plugin()));
  }
}
