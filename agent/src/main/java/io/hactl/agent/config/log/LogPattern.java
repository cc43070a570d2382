package io.hactl.agent.config.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Translates Python's notation of log formats ({@code %(asctime)s %(levelname)s: %(message)s}) and
 * of dates ({@code %Y-%m-%d %H:%M:%S}) into Logback's and Java's. Sources: Python's documentation
 * of {@code logging} (LogRecord attributes) and of {@code time.strftime}.
 */
public final class LogPattern {

  /** The format that is used unless another one is set. */
  public static final String DEFAULT = "%(asctime)s %(levelname)s: %(message)s";

  /** The conversion words that {@link Logging} adds to Logback's. */
  static final String MESSAGE_WORD = "oneline";

  static final String LEVEL_WORD = "pylevel";
  static final String TRACEBACK_WORD = "traceback";

  private static final Pattern ATTRIBUTE =
      Pattern.compile("%\\((\\w*)\\)([-#0 +]*)(\\d*)(?:\\.(\\d+))?([diouxXeEfFgGcrsa])|%%|%");

  private static final String DEFAULT_DATE = "yyyy-MM-dd HH:mm:ss,SSS";

  private static final Map<String, String> WORDS = words();

  private static final List<String> OF_CALLER =
      List.of("filename", "funcName", "lineno", "module", "pathname");

  private LogPattern() {}

  private static Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("asctime", "d");
    words.put("filename", "file");
    words.put("funcName", "method");
    words.put("levelname", LEVEL_WORD);
    words.put("lineno", "line");
    words.put("message", MESSAGE_WORD);
    words.put("module", "class{0}");
    words.put("msecs", "d{\"SSS\"}");
    words.put("name", "logger");
    words.put("pathname", "file");
    words.put("process", "process");
    words.put("processName", "process");
    words.put("relativeCreated", "relative");
    words.put("thread", "thread");
    words.put("threadName", "thread");
    words.put("created", "epoch");
    return words;
  }

  /** Whether a log record has such an attribute. */
  public static boolean isKnown(String attribute) {
    return WORDS.containsKey(attribute);
  }

  /** Whether a format names where in the program a record was made, which costs time to find. */
  static boolean namesCaller(String format) {
    return attributes(format).stream().anyMatch(OF_CALLER::contains);
  }

  /** What is wrong with a format, as a sentence; empty: nothing. */
  public static Optional<String> problem(String format) {
    Matcher matcher = ATTRIBUTE.matcher(format);
    while (matcher.find()) {
      if (matcher.group().equals("%")) {
        return Optional.of("has a '%' that begins no '%(name)s'");
      }
      if (matcher.group(1) != null && !isKnown(matcher.group(1))) {
        return Optional.of("has an unknown field '" + matcher.group(1) + "'");
      }
    }
    return Optional.empty();
  }

  /** The attributes a format names, in its order. */
  public static List<String> attributes(String format) {
    List<String> attributes = new ArrayList<>();
    Matcher matcher = ATTRIBUTE.matcher(format);
    while (matcher.find()) {
      if (matcher.group(1) != null && !attributes.contains(matcher.group(1))) {
        attributes.add(matcher.group(1));
      }
    }
    return attributes;
  }

  /**
   * The pattern for Logback, ended by a line break and the stack trace.
   *
   * @param format Python's notation; unknown attributes are left out
   * @param dateformat {@code strftime}'s notation
   * @param pid this process
   */
  static String translate(String format, Optional<String> dateformat, long pid) {
    StringBuilder pattern = new StringBuilder();
    Matcher matcher = ATTRIBUTE.matcher(format);
    int end = 0;
    while (matcher.find()) {
      pattern.append(literal(format.substring(end, matcher.start())));
      pattern.append(
          matcher.group(1) == null ? "\\%" : word(matcher, datePattern(dateformat), pid));
      end = matcher.end();
    }
    return pattern.append(literal(format.substring(end))).append("%n%" + TRACEBACK_WORD).toString();
  }

  /** The underscore escape ends a word, so that a letter or brace after it is not taken for it. */
  private static String word(Matcher matcher, String datePattern, long pid) {
    String attribute = matcher.group(1);
    if (!isKnown(attribute)) {
      return "";
    }
    String width = width(matcher);
    return switch (attribute) {
      case "process" -> String.valueOf(pid);
      case "processName" -> "MainProcess";
      case "asctime" -> "%" + width + "d{\"" + datePattern + "\"}";
      default -> "%" + width + WORDS.get(attribute) + "\\_";
    };
  }

  /** {@code %(levelname)-8s} pads on the right, as {@code %-8level} does. */
  private static String width(Matcher matcher) {
    boolean number = !matcher.group(5).matches("[sra]");
    return matcher.group(3).isEmpty() || number
        ? ""
        : (matcher.group(2).contains("-") ? "-" : "") + matcher.group(3);
  }

  private static String literal(String text) {
    return text.replaceAll("[\\\\()]", "\\\\$0").replaceAll("[\\r\\n]+", " ");
  }

  /** The pattern for Java's {@code DateTimeFormatter}. */
  static String datePattern(Optional<String> dateformat) {
    return dateformat.map(LogPattern::fromStrftime).orElse(DEFAULT_DATE);
  }

  private static String fromStrftime(String dateformat) {
    StringBuilder pattern = new StringBuilder();
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < dateformat.length(); i++) {
      char c = dateformat.charAt(i);
      if (c == '%' && i + 1 < dateformat.length()) {
        i++;
        String field = dateField(dateformat.charAt(i));
        if (field.isEmpty()) {
          literal.append(dateformat.charAt(i) == '%' ? "%" : "");
        } else {
          flush(literal, pattern);
          pattern.append(field);
        }
      } else {
        literal.append(c);
      }
    }
    flush(literal, pattern);
    return pattern.toString();
  }

  private static void flush(StringBuilder literal, StringBuilder pattern) {
    if (!literal.isEmpty()) {
      String bare = literal.toString().replaceAll("[\"{}]", "");
      boolean plain = bare.matches("[^A-Za-z'\\[\\]#]*");
      pattern.append(plain ? bare : "'" + bare.replace("'", "''") + "'");
      literal.setLength(0);
    }
  }

  private static String dateField(char field) {
    return switch (field) {
      case 'Y' -> "yyyy";
      case 'y' -> "yy";
      case 'm' -> "MM";
      case 'd' -> "dd";
      case 'e' -> "d";
      case 'H' -> "HH";
      case 'I' -> "hh";
      case 'M' -> "mm";
      case 'S' -> "ss";
      case 'f' -> "SSSSSS";
      case 'p' -> "a";
      case 'b', 'h' -> "MMM";
      case 'B' -> "MMMM";
      case 'a' -> "EEE";
      case 'A' -> "EEEE";
      case 'j' -> "DDD";
      case 'z' -> "xx";
      case 'Z' -> "zzz";
      case 'F' -> "yyyy-MM-dd";
      case 'T', 'X' -> "HH:mm:ss";
      case 'R' -> "HH:mm";
      case 'D', 'x' -> "MM/dd/yy";
      case 'c' -> "EEE MMM d HH:mm:ss yyyy";
      default -> "";
    };
  }
}
