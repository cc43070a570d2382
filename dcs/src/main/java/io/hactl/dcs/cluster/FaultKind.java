package io.hactl.dcs.cluster;

import java.util.Locale;
import java.util.Optional;

/**
 * What can be wrong with a member though its agent works. The members tell each other, one word
 * each, in the field {@code ailments} of the member's key and of its answers.
 */
public enum FaultKind {
  /** A file system of the server's is full, or nearly. */
  DISK_FULL(true, false),
  /** Writing to a file system of the server's fails for another reason than its being full. */
  STORAGE_FAILS(true, true),
  /** A write to a file system of the server's does not come to an end. */
  STORAGE_HANGS(true, true),
  /** A server that was up gives new connections no answer. */
  SERVER_HANGS(true, true),
  /** The primary was started in place again and again. A server that runs now is left alone. */
  CRASH_LOOP(false, false),
  /** The agent's own REST API gives the agent itself no answer, not even after a restart. */
  API_SILENT(true, false);

  private final boolean endsLeading;
  private final boolean forbidsLeading;

  FaultKind(boolean endsLeading, boolean forbidsLeading) {
    this.endsLeading = endsLeading;
    this.forbidsLeading = forbidsLeading;
  }

  /** The word for it in keys, metrics and JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a leader whose server works has to yield. */
  public boolean endsLeading() {
    return endsLeading;
  }

  /** Whether a member that has it could not be promoted, so that nobody is to wait for it. */
  public boolean forbidsLeading() {
    return forbidsLeading;
  }

  /** Whether the server is not worth a clean shutdown, which would need what is broken. */
  public boolean needsHaste() {
    return forbidsLeading;
  }

  /** The kind that a member's word stands for; empty: a word of a later version. */
  public static Optional<FaultKind> of(String word) {
    for (FaultKind kind : values()) {
      if (kind.word().equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** Whether {@code word} is that of a fault with which nobody could be promoted. */
  public static boolean forbidsLeading(String word) {
    return of(word).filter(FaultKind::forbidsLeading).isPresent();
  }
}
