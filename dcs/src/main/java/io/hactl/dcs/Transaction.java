package io.hactl.dcs;

import java.util.ArrayList;
import java.util.List;

/**
 * Changes that happen together or not at all, and only if the DCS is still as the writer saw it.
 *
 * @param conditions all of them must hold
 * @param changes at most one for each key
 */
public record Transaction(List<Condition> conditions, List<Change> changes) {

  public Transaction {
    conditions = List.copyOf(conditions);
    changes = List.copyOf(changes);
  }

  /**
   * The key was last written at {@code modRevision}.
   *
   * @param key relative to the cluster's prefix
   * @param modRevision 0: the key does not exist
   */
  public record Condition(String key, long modRevision) {}

  /** What happens to one key. */
  public sealed interface Change {
    String key();
  }

  /**
   * @param leaseId the session that the key dies with; 0: none
   */
  public record Put(String key, String value, long leaseId) implements Change {}

  /** Removes the key; nothing happens if it does not exist. */
  public record Delete(String key) implements Change {}

  public static Builder builder() {
    return new Builder();
  }

  /** Collects conditions and changes. */
  public static final class Builder {
    private final List<Condition> conditions = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();

    public Builder ifAbsent(String key) {
      return ifAt(key, 0);
    }

    public Builder ifAt(String key, long modRevision) {
      conditions.add(new Condition(key, modRevision));
      return this;
    }

    public Builder put(String key, String value) {
      return put(key, value, 0);
    }

    public Builder put(String key, String value, long leaseId) {
      changes.add(new Put(key, value, leaseId));
      return this;
    }

    public Builder delete(String key) {
      changes.add(new Delete(key));
      return this;
    }

    public Transaction build() {
      return new Transaction(conditions, changes);
    }
  }
}
