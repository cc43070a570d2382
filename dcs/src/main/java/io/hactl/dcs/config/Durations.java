package io.hactl.dcs.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as operators write them: seconds, or a number with one of PostgreSQL's time units. */
public final class Durations {

  private static final Pattern NOTATION =
      Pattern.compile("\\s*(-?\\d{1,15}(?:\\.\\d{1,9})?)\\s*(us|ms|s|min|h|d)?\\s*");
  private static final Map<String, BigDecimal> SECONDS =
      Map.of(
          "us",
          new BigDecimal("0.000001"),
          "ms",
          new BigDecimal("0.001"),
          "s",
          BigDecimal.ONE,
          "min",
          BigDecimal.valueOf(60),
          "h",
          BigDecimal.valueOf(3600),
          "d",
          BigDecimal.valueOf(86400));

  /** A century: anything longer is a slip, and would overflow sums. */
  private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(3_155_760_000L);

  private Durations() {}

  /** Empty where it is no duration. */
  static Optional<Duration> read(JsonNode node) {
    if (node.isNumber()) {
      return of(node.decimalValue());
    }
    Matcher matcher = NOTATION.matcher(node.isTextual() ? node.textValue() : "");
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String unit = matcher.group(2) == null ? "s" : matcher.group(2);
    return of(new BigDecimal(matcher.group(1)).multiply(SECONDS.get(unit)));
  }

  private static Optional<Duration> of(BigDecimal seconds) {
    if (seconds.abs().compareTo(LONGEST_SECONDS) > 0) {
      return Optional.empty();
    }
    if (seconds.precision() - seconds.scale() < -9) {
      return Optional.of(Duration.ZERO); // rounding such a number in full could take for ever
    }
    BigDecimal nanos = seconds.movePointRight(9).setScale(0, RoundingMode.HALF_UP);
    return Optional.of(Duration.ofNanos(nanos.longValueExact()));
  }

  /** {@code 10 s}, {@code 0.5 s}. */
  public static String text(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos())
            .movePointLeft(9)
            .stripTrailingZeros()
            .toPlainString()
        + " s";
  }
}
