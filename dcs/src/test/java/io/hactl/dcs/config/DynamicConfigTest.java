package io.hactl.dcs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hactl.settings.Problem;
import io.hactl.settings.Severity;
import io.hactl.text.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DynamicConfigTest {

  @Test
  void whatIsMissingHasPatronisDefault() {
    DynamicConfig config = DynamicConfig.EMPTY;

    assertThat(config.ttl()).hasSeconds(30);
    assertThat(config.loopWait()).hasSeconds(10);
    assertThat(config.retryTimeout()).hasSeconds(10);
    assertThat(config.maximumLagOnFailover()).isEqualTo(1048576);
    assertThat(config.maximumLagOnSyncnode()).isEqualTo(-1);
    assertThat(config.maxTimelinesHistory()).isZero();
    assertThat(config.primaryStartTimeout()).hasSeconds(300);
    assertThat(config.primaryStopTimeout()).isZero();
    assertThat(config.memberSlotsTtl()).hasMinutes(30);
    assertThat(config.pause()).isFalse();
    assertThat(config.failsafeMode()).isFalse();
    assertThat(config.synchronousMode()).isEqualTo(SynchronousMode.OFF);
    assertThat(config.synchronousNodeCount()).isEqualTo(1);
    assertThat(config.postgresql().useSlots()).isTrue();
    assertThat(config.postgresql().usePgRewind()).isFalse();
    assertThat(config.isStandbyCluster()).isFalse();
    assertThat(config.problems()).isEmpty();
    assertThat(config.validate()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"5,5000", "'\"5\"',5000", "0.5,500", "'\"250ms\"',250", "'\"2 min\"',120000"})
  void durationsAreSecondsOrHaveAUnit(String value, long millis) {
    assertThat(DynamicConfig.parse("{\"loop_wait\":" + value + "}").loopWait())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "true,ON",
    "'\"on\"',ON",
    "1,ON",
    "false,OFF",
    "'\"off\"',OFF",
    "'\"quorum\"',QUORUM",
    "'\"Quorum\"',QUORUM",
    "null,OFF"
  })
  void synchronousModeHasThreeValues(String value, SynchronousMode expected) {
    assertThat(DynamicConfig.parse("{\"synchronous_mode\":" + value + "}").synchronousMode())
        .isEqualTo(expected);
  }

  @Test
  void badValuesFallToTheirDefaultAndAreNamed() {
    DynamicConfig config =
        DynamicConfig.parse(
            "{\"ttl\":\"abc\",\"loop_wait\":-1,\"retry_timeout\":1e-999999999,"
                + "\"synchronous_mode\":\"maybe\","
                + "\"maximum_lag_on_failover\":1.5,\"pause\":[],"
                + "\"postgresql\":{\"parameters\":{\"a\":[1],\"b\":true,\"c\":null,\"d\":0.90},"
                + "\"pg_hba\":{\"local\":\"all\"}},\"slots\":{\"x\":5}}");

    assertThat(config.ttl()).hasSeconds(30);
    assertThat(config.loopWait()).hasSeconds(10);
    assertThat(config.synchronousMode()).isEqualTo(SynchronousMode.OFF);
    assertThat(config.postgresql().parameters()).isEqualTo(Map.of("b", "on", "d", "0.90"));
    assertThat(config.postgresql().pgHba()).isEmpty();
    String times = "write seconds, or a number with a unit such as 500ms, 10s or 5min.";
    String sizes = "write bytes, or a number with a unit such as 64kB, 16MB or 1GB.";
    assertThat(config.problems())
        .allMatch(problem -> problem.severity() == Severity.ERROR)
        .extracting(Problem::text)
        .containsExactlyInAnyOrder(
            "'ttl' must be a time above 0, not 'abc'; " + times,
            "'loop_wait' must be a time above 0, not '-1'; " + times,
            "'retry_timeout' must be a time above 0, not '1E-999999999'; " + times,
            "'synchronous_mode' must be one of on, off, quorum, not 'maybe'.",
            "'maximum_lag_on_failover' must be a size, not '1.5'; " + sizes,
            "'pause' must be true or false.",
            "'postgresql.parameters.a' must be a text, a number or a boolean.",
            "'postgresql.pg_hba' must be a list of lines; write each on its own line after '- '.",
            "'slots.x' must be an object whose 'type' is physical or logical.");
    assertThat(config.validate()).containsAll(config.problems());
  }

  @Test
  void theOldNamesOfTheTimeoutsStillCount() {
    DynamicConfig old =
        DynamicConfig.parse("{\"master_start_timeout\":5,\"master_stop_timeout\":\"1min\"}");
    DynamicConfig both =
        DynamicConfig.parse("{\"master_start_timeout\":5,\"primary_start_timeout\":0}");

    assertThat(old.primaryStartTimeout()).hasSeconds(5);
    assertThat(old.primaryStopTimeout()).hasSeconds(60);
    assertThat(both.primaryStartTimeout()).isZero();
  }

  @Test
  void timingsMustFitEachOther() {
    DynamicConfig config =
        DynamicConfig.parse("{\"ttl\":20,\"loop_wait\":5,\"retry_timeout\":\"10s\"}");

    assertThat(config.validate())
        .extracting(Problem::text)
        .containsExactly(
            "'ttl' (20 s) must be at least 'loop_wait' (5 s) plus twice 'retry_timeout' (10 s),"
                + " which is 25 s.");
  }

  @Test
  void validationNamesWhatIsOutOfRange() {
    DynamicConfig config =
        DynamicConfig.parse(
            "{\"ttl\":1,\"loop_wait\":\"10ms\",\"retry_timeout\":\"400ms\","
                + "\"maximum_lag_on_failover\":-5,\"synchronous_node_count\":0,"
                + "\"standby_cluster\":{},"
                + "\"slots\":{\"Bad\":{\"type\":\"physical\"},\"l\":{\"type\":\"logical\"}}}");

    assertThat(config.validate())
        .extracting(Problem::text)
        .containsExactly(
            "'ttl' must be at least 2 s.",
            "'loop_wait' must be at least 0.1 s.",
            "'maximum_lag_on_failover' must be a number of bytes, 0 or more.",
            "'synchronous_node_count' must be 1 or more.",
            "'standby_cluster' must name a 'host', a 'port' or a 'restore_command'.",
            "'slots.Bad' must have a name of lower case letters, digits and underscores, 63 at"
                + " most.",
            "'slots.l' is a logical slot and must name its 'database' and its 'plugin'.");
  }

  @Test
  void aMisspeltKeyComesWithASuggestion() {
    DynamicConfig config =
        DynamicConfig.parse(
            "{\"looop_wait\":1,\"foo\":2,\"postgresql\":{\"paramters\":{},\"listen\":\"*\"}}");

    assertThat(config.validate()).isEmpty();
    assertThat(config.warnings())
        .extracting(Problem::text)
        .containsExactly(
            "'looop_wait' is an unknown key, did you mean 'loop_wait'?",
            "'foo' is an unknown key, it is not used.",
            "'postgresql.paramters' is an unknown key, did you mean 'parameters'?");
  }

  @Test
  void aPatchMergesObjectsAndNullRemoves() {
    DynamicConfig config =
        DynamicConfig.parse("{\"ttl\":30,\"postgresql\":{\"parameters\":{\"a\":1,\"b\":2}}}");

    DynamicConfig merged =
        config.merge(
            DynamicConfig.parse(
                    "{\"ttl\":null,\"postgresql\":{\"parameters\":{\"b\":null,\"c\":3}},"
                        + "\"slots\":{\"s\":{\"type\":\"physical\",\"gone\":null}}}")
                .tree());

    assertThat(merged.tree().toString())
        .isEqualTo(
            "{\"postgresql\":{\"parameters\":{\"a\":1,\"c\":3}},"
                + "\"slots\":{\"s\":{\"type\":\"physical\"}}}");
    assertThat(config.ttl()).hasSeconds(30);
    assertThat(config.postgresql().parameters()).containsKey("b");
  }

  @Test
  void whatIsNoObjectIsRefusedInOneSentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DynamicConfig.parse("[1]"))
        .withMessage("The configuration must be a JSON object.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DynamicConfig.parse("{\"ttl\": }"))
        .withMessage("The configuration cannot be read: it is not valid JSON at line 1, column 9.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DynamicConfig.EMPTY.merge(Json.array()))
        .withMessage("The change must be a JSON object.");
  }

  @Test
  void aStandbyClusterIsNeverSynchronous() {
    DynamicConfig config =
        DynamicConfig.parse("{\"synchronous_mode\":true,\"standby_cluster\":{\"host\":\"h\"}}");

    assertThat(config.isStandbyCluster()).isTrue();
    assertThat(config.standbyCluster()).isPresent();
    assertThat(config.synchronousMode()).isEqualTo(SynchronousMode.OFF);
  }

  @Test
  void ignoredSlotsMatchByWhatTheyName() {
    DynamicConfig config =
        DynamicConfig.parse("{\"ignore_slots\":[{\"name\":\"x\",\"type\":\"logical\"}]}");
    PermanentSlot slot =
        new PermanentSlot(
            "x", PermanentSlot.Type.LOGICAL, Optional.of("db"), Optional.of("pgoutput"));

    assertThat(config.ignoreSlots().getFirst().matches(slot)).isTrue();
    assertThat(
            config
                .ignoreSlots()
                .getFirst()
                .matches(
                    new PermanentSlot(
                        "x", PermanentSlot.Type.PHYSICAL, Optional.empty(), Optional.empty())))
        .isFalse();
  }

  @Test
  void whatMakesALeaseUnsafeIsToldApartByItsKey() {
    DynamicConfig config =
        DynamicConfig.parse(
            "{\"ttl\":\"abc\",\"loop_wait\":20,\"pause\":\"maybe\",\"synchronous_node_count\":0}");

    assertThat(config.timingProblems()).extracting(Problem::key).containsExactly("ttl", "ttl");
    assertThat(config.validate())
        .extracting(Problem::key)
        .containsExactly("ttl", "pause", "synchronous_node_count", "ttl");
  }

  @Test
  void aNumberMayHaveAnExponentAndASizeAUnit() {
    DynamicConfig config =
        DynamicConfig.parse(
            "{\"ttl\":3e1,\"maximum_lag_on_failover\":\"2MB\",\"synchronous_node_count\":2.0}");

    assertThat(config.ttl()).hasSeconds(30);
    assertThat(config.maximumLagOnFailover()).isEqualTo(2L << 20);
    assertThat(config.synchronousNodeCount()).isEqualTo(2);
    assertThat(config.validate()).isEmpty();
  }

  @Test
  void whatIsStoredIsHonouredThoughItMayNotBeStoredAnew() {
    DynamicConfig config = DynamicConfig.parse("{\"ttl\":1.5,\"maximum_lag_on_failover\":-5}");

    assertThat(config.ttl()).hasMillis(1500);
    assertThat(config.maximumLagOnFailover()).isEqualTo(-5);
    assertThat(config.problems()).isEmpty();
    assertThat(config.validate()).extracting(Problem::key).contains("maximum_lag_on_failover");
  }
}
