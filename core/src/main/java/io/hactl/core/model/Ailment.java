package io.hactl.core.model;

import io.hactl.time.Tick;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that is wrong with this node though its agent works.
 *
 * @param message what, where, in one sentence without a full stop; as it was when it began
 * @param since when it was found
 * @param goneSince since when it is not felt any more; it counts until it has been gone for a while
 */
public record Ailment(Kind kind, String message, Tick since, Optional<Tick> goneSince) {

  /** One that has just been found. */
  static Ailment found(Kind kind, String message, Tick now) {
    return new Ailment(kind, message, now, Optional.empty());
  }

  /** Whether it is there now. */
  public boolean isFelt() {
    return goneSince.isEmpty();
  }

  /** Whether a member that says these words of itself could not be promoted. */
  public static boolean forbidLeading(Collection<String> words) {
    return words.stream().map(Kind::of).flatMap(Optional::stream).anyMatch(Kind::forbidsLeading);
  }

  /** What can be wrong. */
  public enum Kind {
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

    Kind(boolean endsLeading, boolean forbidsLeading) {
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

    /** Whether the server is not worth a stop in order, which would need what is broken. */
    public boolean needsHaste() {
      return forbidsLeading;
    }

    public static Optional<Kind> of(String word) {
      for (Kind kind : values()) {
        if (kind.word().equals(word)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }
}
