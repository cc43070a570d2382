package io.hactl.dcs.cluster;

import java.util.Locale;

/**
 * A position in the write-ahead log.
 *
 * @param bytes bytes from the start of the log, an unsigned 64-bit number
 */
public record Lsn(long bytes) implements Comparable<Lsn> {

  public static final Lsn ZERO = new Lsn(0);

  /**
   * Reads PostgreSQL's notation, two hexadecimal numbers with a slash: {@code 0/504E238}.
   *
   * @throws IllegalArgumentException if the text is not a WAL position
   */
  public static Lsn parse(String text) {
    int slash = text.indexOf('/');
    try {
      if (slash > 0) {
        long high = Long.parseUnsignedLong(text.substring(0, slash).trim(), 16);
        long low = Long.parseUnsignedLong(text.substring(slash + 1).trim(), 16);
        if (high <= 0xFFFF_FFFFL && low <= 0xFFFF_FFFFL) {
          return new Lsn(high << 32 | low);
        }
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a WAL position: '" + text + "'", e);
    }
    throw new IllegalArgumentException("not a WAL position: '" + text + "'");
  }

  /** How many bytes this position is ahead of {@code other}; negative when it is behind. */
  public long minus(Lsn other) {
    return bytes - other.bytes;
  }

  public boolean isAfter(Lsn other) {
    return compareTo(other) > 0;
  }

  public static Lsn max(Lsn a, Lsn b) {
    return a.isAfter(b) ? a : b;
  }

  @Override
  public int compareTo(Lsn other) {
    return Long.compareUnsigned(bytes, other.bytes);
  }

  /** PostgreSQL's notation. */
  @Override
  public String toString() {
    return Long.toHexString(bytes >>> 32).toUpperCase(Locale.ROOT)
        + "/"
        + Long.toHexString(bytes & 0xFFFF_FFFFL).toUpperCase(Locale.ROOT);
  }
}
