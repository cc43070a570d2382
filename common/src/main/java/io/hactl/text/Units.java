package io.hactl.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values with units, as PostgreSQL and Patroni write them. */
public final class Units {

  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("([+-]?\\d{1,19}(?:\\.\\d{1,9})?)\\s*([A-Za-z]*)");

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

  /** A century: anything longer is a slip, and would overflow sums. */
  private static final BigDecimal LONGEST_NANOS =
      BigDecimal.valueOf(3_155_760_000L).movePointRight(9);

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
   * or {@code d}; empty if it is neither, or longer than a century.
   */
  public static Optional<Duration> parseDuration(String text) {
    return parse(text, NANOS, "s").flatMap(Units::ofNanos);
  }

  /** That many seconds; empty if they are longer than a century. */
  public static Optional<Duration> seconds(BigDecimal seconds) {
    // Rounding a number of such an exponent in full could take for ever.
    long magnitude = (long) seconds.precision() - seconds.scale();
    if (seconds.signum() == 0 || magnitude < -9) {
      return Optional.of(Duration.ZERO);
    }
    return magnitude > 12 ? Optional.empty() : ofNanos(seconds.movePointRight(9));
  }

  private static Optional<Duration> ofNanos(BigDecimal nanos) {
    return nanos.abs().compareTo(LONGEST_NANOS) > 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValueExact()));
  }

  /**
   * A number of bytes, or a number with {@code B}, {@code kB}, {@code MB}, {@code GB} or {@code TB}
   * (steps of 1024), in any case; empty if it is neither, too large, or no whole number of bytes.
   */
  public static Optional<Long> parseBytes(String text) {
    return parse(text, BYTES, "b").flatMap(Units::exact);
  }

  /** The number as a {@code long}; empty if it has a fraction or does not fit. */
  public static Optional<Long> exact(BigDecimal number) {
    try {
      long magnitude = (long) number.precision() - number.scale();
      return magnitude > 20 ? Optional.empty() : Optional.of(number.longValueExact());
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<BigDecimal> parse(
      String text, Map<String, Long> units, String unitIfNone) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String unit = matcher.group(2).isEmpty() ? unitIfNone : matcher.group(2);
    Long factor = units.get(unit.toLowerCase(Locale.ROOT));
    return Optional.ofNullable(factor)
        .map(BigDecimal::valueOf)
        .map(new BigDecimal(matcher.group(1))::multiply);
  }

  /** {@code 10 s}, {@code 0.5 s}. */
  public static String text(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos())
            .movePointLeft(9)
            .stripTrailingZeros()
            .toPlainString()
        + " s";
  }

  /** {@code 100 MB} where it is a whole number of a unit, else {@code 1500 B}. */
  public static String text(long bytes) {
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    int unit = 0;
    long amount = bytes;
    while (unit < units.length - 1 && amount != 0 && amount % 1024 == 0) {
      amount /= 1024;
      unit++;
    }
    return amount + " " + units[unit];
  }
}
