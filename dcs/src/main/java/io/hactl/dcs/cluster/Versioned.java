package io.hactl.dcs.cluster;

/**
 * A value together with where in the DCS's history it was last written: what a later transaction
 * compares.
 *
 * @param value the decoded value, or the default where the key does not exist
 * @param modRevision the revision of the last write to the key; 0: the key does not exist
 * @param leaseId the session the key lives on; 0: none
 */
public record Versioned<T>(T value, long modRevision, long leaseId) {

  /** The default for a key that does not exist. */
  public static <T> Versioned<T> absent(T defaultValue) {
    return new Versioned<>(defaultValue, 0, 0);
  }

  public boolean exists() {
    return modRevision != 0;
  }
}
