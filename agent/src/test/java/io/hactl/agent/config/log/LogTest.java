package io.hactl.agent.config.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patroni's log settings, carried out by Logback. */
final class LogTest {

  private static final String DEFAULT = LogPattern.DEFAULT;

  @TempDir Path dir;
  private final LoggerContext context = new LoggerContext();

  @BeforeEach
  void completeContext() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  @AfterEach
  void closeFiles() {
    context.stop();
  }

  private Logger configure(LogSettings.Type type, String format, LogLevel traceback, long size) {
    Logging.configure(
        context,
        new LogSettings(
            type,
            LogLevel.INFO,
            traceback,
            format,
            Map.of("message", "message", "levelname", "level", "asctime", "time"),
            Optional.of("%Y-%m-%dT%H:%M:%S%z"),
            Optional.of(dir),
            2,
            size,
            Map.of("app", "orders"),
            Map.of("quiet", LogLevel.ERROR)));
    return context.getLogger("io.hactl.Test");
  }

  private List<String> lines() throws Exception {
    // Records are written by a thread of their own, and all of them before this returns, however
    // long a busy machine takes for it.
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.iteratorForAppenders()
        .forEachRemaining(appender -> ((AsyncAppender) appender).setMaxFlushTime(0));
    context.stop();
    return Files.readAllLines(dir.resolve(Logging.FILE_NAME));
  }

  @Test
  void theUsualFormatIsTranslated() {
    assertThat(LogPattern.translate(DEFAULT, Optional.empty(), 42))
        .isEqualTo("%d{\"yyyy-MM-dd HH:mm:ss,SSS\"} %pylevel\\_: %oneline\\_%n%traceback");
  }

  @Test
  void widthsLiteralsAndOtherAttributesAreTranslated() {
    assertThat(
            LogPattern.translate(
                "[%(process)d] (%(name)-20s) %(levelname)8s 100%% {%(lineno)05d}",
                Optional.empty(), 42))
        .isEqualTo("[42] \\(%-20logger\\_\\) %8pylevel\\_ 100\\% {%line\\_}%n%traceback");
  }

  @Test
  void datesAreTranslatedWithTheirLiteralText() {
    assertThat(LogPattern.datePattern(Optional.of("%d/%b/%Y at %H:%M:%S %% %z")))
        .isEqualTo("dd/MMM/yyyy' at 'HH:mm:ss % xx");
  }

  @Test
  void aFormatWithAStrayPercentOrAnUnknownFieldIsRefused() {
    assertThat(LogPattern.problem("%(message)s at 5%"))
        .contains("has a '%' that begins no '%(name)s'");
    assertThat(LogPattern.problem("%(massage)s")).contains("has an unknown field 'massage'");
    assertThat(LogPattern.problem(DEFAULT)).isEmpty();
  }

  @Test
  void aPlainRecordIsOneLineWhateverItsMessageHolds() throws Exception {
    Logger log =
        configure(LogSettings.Type.PLAIN, "{%(levelname)s}x: %(message)s", LogLevel.ERROR, 1 << 20);
    log.warn("first\nERROR: forged\r\u001b[31m");
    log.debug("not wanted");
    context.getLogger("quiet").warn("not wanted either");
    assertThat(lines()).containsExactly("{WARNING}x: first\\nERROR: forged\\r\\u001b[31m");
  }

  @Test
  void stackTracesAreWrittenFromTheirLevelOn() throws Exception {
    Logger log = configure(LogSettings.Type.PLAIN, "%(message)s", LogLevel.ERROR, 1 << 20);
    log.warn("below", new IllegalStateException("one\ntwo"));
    log.error("above", new IllegalStateException("three"));
    List<String> lines = lines();
    assertThat(lines)
        .startsWith("below", "java.lang.IllegalStateException: one\\ntwo", "above")
        .anyMatch(line -> line.startsWith("\tat "));
  }

  @Test
  void aJsonRecordIsOneObjectALine() throws Exception {
    Logger log = configure(LogSettings.Type.JSON, DEFAULT, LogLevel.ERROR, 1 << 20);
    log.error("first\nsecond", new IllegalStateException("boom"));
    assertThat(lines()).hasSize(1);
    JsonNode record = new ObjectMapper().readTree(lines().getFirst());
    assertThat(record.get("message").asText()).isEqualTo("first\nsecond");
    assertThat(record.get("level").asText()).isEqualTo("ERROR");
    assertThat(record.get("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}[+-]\\d{4}");
    assertThat(record.get("app").asText()).isEqualTo("orders");
    assertThat(record.get("exc_info").asText()).contains("IllegalStateException: boom");
  }

  @Test
  void configuringAnewLeavesNoSecondOutput() throws Exception {
    configure(LogSettings.Type.PLAIN, "%(message)s", LogLevel.ERROR, 1 << 20);
    configure(LogSettings.Type.PLAIN, "%(message)s", LogLevel.ERROR, 1 << 20).info("once");
    assertThat(lines()).containsExactly("once");
  }

  @Test
  void aFullFileMakesRoomAndTheOldestIsDropped() {
    Logger log = configure(LogSettings.Type.PLAIN, "%(message)s", LogLevel.ERROR, 1000);
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!Files.exists(dir.resolve(Logging.FILE_NAME + ".2")) && System.nanoTime() < deadline) {
      log.info("x".repeat(200));
      LockSupport.parkNanos(20_000_000);
    }
    assertThat(dir.resolve(Logging.FILE_NAME + ".2")).exists();
    assertThat(dir.resolve(Logging.FILE_NAME + ".3")).doesNotExist();
  }
}
