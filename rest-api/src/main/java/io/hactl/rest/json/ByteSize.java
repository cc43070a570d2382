package io.hactl.rest.json;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as PostgreSQL writes them: {@code 1048576}, {@code 16kB}, {@code 1.5 MB}. */
public final class ByteSize {

  private static final Pattern SIZE =
      Pattern.compile("\\s*(\\d{1,15}(?:\\.\\d{1,9})?)\\s*([A-Za-z]{0,2})\\s*");

  private ByteSize() {}

  /** The number of bytes; empty if the text is not a size. */
  public static OptionalLong parse(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    long unit =
        switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
          case "", "b" -> 1L;
          case "kb" -> 1L << 10;
          case "mb" -> 1L << 20;
          case "gb" -> 1L << 30;
          case "tb" -> 1L << 40;
          default -> 0L;
        };
    if (unit == 0) {
      return OptionalLong.empty();
    }
    BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
    BigDecimal largest = BigDecimal.valueOf(Long.MAX_VALUE);
    return OptionalLong.of(bytes.min(largest).setScale(0, RoundingMode.HALF_EVEN).longValue());
  }
}
