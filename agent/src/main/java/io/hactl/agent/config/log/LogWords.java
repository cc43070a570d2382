package io.hactl.agent.config.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** What {@link LogPattern} needs beyond Logback's own conversion words. */
final class LogWords {

  private LogWords() {}

  /** Python's names of levels. */
  static String level(ILoggingEvent event) {
    return event.getLevel() == Level.WARN ? "WARNING" : event.getLevel().toString();
  }

  /**
   * The message on one line: a line break in it could pass for another record, and control
   * characters could rewrite a terminal.
   */
  static String oneLine(String message) {
    if (message == null) {
      return "";
    }
    StringBuilder line = new StringBuilder(message.length());
    message
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append('\t');
                default -> {
                  if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                    line.append(String.format("\\u%04x", c));
                  } else {
                    line.appendCodePoint(c);
                  }
                }
              }
            });
    return line.toString();
  }

  /** {@code %oneline}. */
  static final class Message extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
      return oneLine(event.getFormattedMessage());
    }
  }

  /** {@code %pylevel}. */
  static final class LevelName extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
      return level(event);
    }
  }

  /** {@code %epoch}: seconds since 1970, with a fraction. */
  static final class Epoch extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
      return "%d.%03d".formatted(event.getTimeStamp() / 1000, event.getTimeStamp() % 1000);
    }
  }

  /**
   * {@code %traceback}: the stack trace from a level on; below it, the exception's own line. Always
   * there, so that Logback does not add one.
   */
  static final class Traceback extends ThrowableProxyConverter {
    private final Level from;

    Traceback(Level from) {
      this.from = from;
    }

    @Override
    public String convert(ILoggingEvent event) {
      if (event.getThrowableProxy() == null) {
        return "";
      }
      if (event.getLevel().isGreaterOrEqual(from)) {
        return super.convert(event);
      }
      return oneLine(
              event.getThrowableProxy().getClassName()
                  + ": "
                  + event.getThrowableProxy().getMessage())
          + System.lineSeparator();
    }
  }
}
