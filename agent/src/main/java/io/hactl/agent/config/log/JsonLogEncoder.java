package io.hactl.agent.config.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** One JSON object a line; JSON itself escapes line breaks in messages. */
final class JsonLogEncoder extends EncoderBase<ILoggingEvent> {

  private static final byte[] NOTHING = {};

  private final LogSettings settings;
  private final DateTimeFormatter dates;
  private final long pid = ProcessHandle.current().pid();
  private final ThrowableProxyConverter stackTrace = new ThrowableProxyConverter();

  JsonLogEncoder(LogSettings settings) {
    this.settings = settings;
    this.dates =
        DateTimeFormatter.ofPattern(LogPattern.datePattern(settings.dateformat()), Locale.ROOT)
            .withZone(ZoneId.systemDefault());
  }

  @Override
  public void start() {
    stackTrace.setContext(getContext());
    stackTrace.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    settings.fields().forEach((attribute, name) -> put(record, name, attribute, event));
    if (event.getThrowableProxy() != null
        && event.getLevel().isGreaterOrEqual(settings.tracebackLevel().logback())) {
      record.put("exc_info", stackTrace.convert(event).stripTrailing());
    }
    settings.staticFields().forEach(record::put);
    return (record + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private void put(ObjectNode record, String name, String attribute, ILoggingEvent event) {
    switch (attribute) {
      case "asctime" -> record.put(name, dates.format(instant(event)));
      case "created" -> record.put(name, event.getTimeStamp() / 1000.0);
      case "msecs" -> record.put(name, event.getTimeStamp() % 1000);
      case "levelname" -> record.put(name, LogWords.level(event));
      case "message" -> record.put(name, event.getFormattedMessage());
      case "name" -> record.put(name, event.getLoggerName());
      case "process" -> record.put(name, pid);
      case "processName" -> record.put(name, "MainProcess");
      case "thread", "threadName" -> record.put(name, event.getThreadName());
      case "filename", "pathname" -> record.put(name, caller(event).getFileName());
      case "funcName" -> record.put(name, caller(event).getMethodName());
      case "module" -> record.put(name, caller(event).getClassName());
      case "lineno" -> record.put(name, caller(event).getLineNumber());
      default -> record.putNull(name);
    }
  }

  private static Instant instant(ILoggingEvent event) {
    return event.getInstant() == null
        ? Instant.ofEpochMilli(event.getTimeStamp())
        : event.getInstant();
  }

  private static StackTraceElement caller(ILoggingEvent event) {
    StackTraceElement[] caller = event.getCallerData();
    return caller.length > 0 ? caller[0] : new StackTraceElement("?", "?", "?", 0);
  }
}
