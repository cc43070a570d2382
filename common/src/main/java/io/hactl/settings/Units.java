package io.hactl.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values with units, as PostgreSQL and Patroni write them. */
public final class Units {

  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("([+-]?\\d+(?:\\.\\d+)?)\\s*([A-Za-z]*)");

  private static final Map<String, Long> NANOS =
      Map.of(
          "us", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "min", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);

  private static final Map<String, Long> BYTES =
      Map.of(
          "b", 1L,
          "kb", 1L << 10,
          "mb", 1L << 20,
          "gb", 1L << 30,
          "tb", 1L << 40);

  private Units() {}

  /** {@code on true yes 1} and {@code off false no 0}, in any case; empty if it is none of them. */
  public static Optional<Boolean> parseBoolean(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "on", "true", "yes", "1" -> Optional.of(true);
      case "off", "false", "no", "0" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /**
   * A number of seconds, or a number with {@code us}, {@code ms}, {@code s}, {@code min}, {@code h}
   * or {@code d}; empty if it is neither, or too large.
   */
  public static Optional<Duration> parseDuration(String text) {
    return parse(text, NANOS, "s").map(Duration::ofNanos);
  }

  /**
   * A number of bytes, or a number with {@code B}, {@code kB}, {@code MB}, {@code GB} or {@code TB}
   * (steps of 1024), in any case; empty if it is neither, or too large.
   */
  public static Optional<Long> parseBytes(String text) {
    return parse(text, BYTES, "b");
  }

  private static Optional<Long> parse(String text, Map<String, Long> units, String unitIfNone) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String unit = matcher.group(2).isEmpty() ? unitIfNone : matcher.group(2);
    Long factor = units.get(unit.toLowerCase(Locale.ROOT));
    if (factor == null) {
      return Optional.empty();
    }
    BigDecimal amount = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(factor));
    return amount.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? Optional.empty()
        : Optional.of(amount.longValue());
  }
}
