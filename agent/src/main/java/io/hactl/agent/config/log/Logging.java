package io.hactl.agent.config.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets Logback up as the settings say; may be called again when they change. */
public final class Logging {

  /** The log file's name in {@code log.dir}. */
  public static final String FILE_NAME = "hactl-agent.log";

  private static final long ROLL_CHECK_MILLIS = 1000;
  private static final int QUEUE = 4096;

  private Logging() {}

  /** Replaces everything that was configured before. */
  public static void configure(LogSettings settings) {
    configure((LoggerContext) LoggerFactory.getILoggerFactory(), settings);
  }

  /** gRPC speaks to java.util.logging. */
  private static void bridge() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  static void configure(LoggerContext context, LogSettings settings) {
    bridge();
    context.reset();
    OutputStreamAppender<ILoggingEvent> appender =
        settings
            .dir()
            .map(dir -> rolling(context, settings, dir))
            .orElseGet(() -> console(context));
    appender.setName(settings.dir().isPresent() ? "file" : "stderr");
    appender.setEncoder(encoder(context, settings));
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(settings.level().logback());
    root.addAppender(withoutWaiting(context, appender, settings.format()));
    quieten(context, "io.grpc", "io.netty", "io.vertx", "io.javalin", "org.eclipse.jetty");
    // What Javalin says of a port that is taken, the agent says better.
    context.getLogger("io.javalin.Javalin").setLevel(Level.OFF);
    settings.loggers().forEach((name, level) -> context.getLogger(name).setLevel(level.logback()));
  }

  /**
   * Whoever logs never waits for the disk, or for whoever reads standard error: what the queue
   * cannot take any more is lost.
   */
  private static Appender<ILoggingEvent> withoutWaiting(
      LoggerContext context, Appender<ILoggingEvent> appender, String format) {
    AsyncAppender async = new AsyncAppender();
    async.setContext(context);
    async.setName(appender.getName());
    async.setQueueSize(QUEUE);
    async.setDiscardingThreshold(0);
    async.setNeverBlock(true);
    async.setIncludeCallerData(LogPattern.namesCaller(format));
    async.addAppender(appender);
    async.start();
    return async;
  }

  /** Writes out what is queued, for a second at most; to be called at the end of the process. */
  public static void flush() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }

  /** Libraries tell in DEBUG and INFO what only their authors need; settings may ask for it. */
  private static void quieten(LoggerContext context, String... libraries) {
    for (String library : libraries) {
      context.getLogger(library).setLevel(Level.WARN);
    }
  }

  private static OutputStreamAppender<ILoggingEvent> console(LoggerContext context) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    return appender;
  }

  private static OutputStreamAppender<ILoggingEvent> rolling(
      LoggerContext context, LogSettings settings, Path dir) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    String file = dir.resolve(FILE_NAME).toString();
    appender.setFile(file);
    FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
    window.setContext(context);
    window.setParent(appender);
    window.setFileNamePattern(file + ".%i");
    window.setMinIndex(1);
    window.setMaxIndex(settings.fileNum());
    window.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(new FileSize(settings.fileSize()));
    size.setCheckIncrement(Duration.buildByMilliseconds(ROLL_CHECK_MILLIS));
    size.start();
    appender.setRollingPolicy(window);
    appender.setTriggeringPolicy(size);
    return appender;
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogSettings settings) {
    Encoder<ILoggingEvent> encoder =
        switch (settings.type()) {
          case JSON -> new JsonLogEncoder(settings);
          case PLAIN -> plain(context, settings);
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> plain(LoggerContext context, LogSettings settings) {
    PatternLayout layout = new PatternLayout();
    layout.setContext(context);
    var words = layout.getInstanceConverterMap();
    words.put(LogPattern.MESSAGE_WORD, LogWords.Message::new);
    words.put(LogPattern.LEVEL_WORD, LogWords.LevelName::new);
    words.put("epoch", LogWords.Epoch::new);
    Level tracebackLevel = settings.tracebackLevel().logback();
    words.put(LogPattern.TRACEBACK_WORD, () -> new LogWords.Traceback(tracebackLevel));
    long pid = ProcessHandle.current().pid();
    layout.setPattern(LogPattern.translate(settings.format(), settings.dateformat(), pid));
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    return encoder;
  }
}
