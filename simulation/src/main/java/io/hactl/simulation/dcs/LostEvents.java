package io.hactl.simulation.dcs;

import io.hactl.dcs.KeySpace;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one watch has been sent, and, with a bug planted, what it never will be. */
final class LostEvents {

  private KeySpace sent = KeySpace.empty(0);
  private long lostAt;
  private final Map<String, Optional<KeySpace.Entry>> held = new TreeMap<>();

  /** The revision up to which everything was sent. */
  long sentUpTo() {
    return sent.revision();
  }

  void readAll(KeySpace state) {
    held.clear();
    sent = state;
  }

  /** Everything that has changed since the last message is lost. */
  void lose(KeySpace now) {
    SortedMap<String, KeySpace.Entry> keys = new TreeMap<>(sent.keys());
    keys.putAll(now.keys());
    for (String key : keys.keySet()) {
      Optional<KeySpace.Entry> old = Optional.ofNullable(sent.keys().get(key));
      if (!old.equals(Optional.ofNullable(now.keys().get(key)))) {
        held.put(key, old);
      }
    }
    lostAt = now.revision();
  }

  /** What the watch makes of the changes up to this state. */
  KeySpace seen(KeySpace state) {
    held.keySet().removeIf(key -> isNewer(state.keys().get(key)));
    SortedMap<String, KeySpace.Entry> keys = new TreeMap<>(state.keys());
    held.forEach(
        (key, old) -> old.ifPresentOrElse(entry -> keys.put(key, entry), () -> keys.remove(key)));
    sent = new KeySpace(state.revision(), keys);
    return sent;
  }

  private boolean isNewer(KeySpace.Entry entry) {
    return entry != null && entry.modRevision() > lostAt;
  }
}
