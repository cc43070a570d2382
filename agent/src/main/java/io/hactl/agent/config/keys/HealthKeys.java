package io.hactl.agent.config.keys;

import static io.hactl.settings.keys.Setting.local;

import io.hactl.settings.Bound;
import io.hactl.settings.ValueProblem;
import io.hactl.settings.ValueType;
import io.hactl.settings.keys.Catalogue;
import io.hactl.settings.keys.InForce;
import io.hactl.settings.keys.Setting;
import java.time.Duration;

/** The section {@code health}: what counts as wrong with this node. */
public final class HealthKeys {

  /** All of them. */
  public static final Catalogue CATALOGUE = new Catalogue();

  public static final Setting<Boolean> MODE =
      CATALOGUE.add(
          local(
                  "health.mode",
                  ValueType.flag(),
                  "`on`: the disks and the REST API are looked at"
                      + " ([safety.md](../safety.md#an-unhealthy-leader)); `off`: only PostgreSQL"
                      + " is")
              .otherwise(true, "on")
              .inForce(InForce.AGENT_RESTART)
              .variable());

  public static final Setting<Long> MIN_FREE_SPACE =
      CATALOGUE.add(
          local(
                  "health.min_free_space",
                  ValueType.size(),
                  "less free than that on the file system of the data or of `pg_wal` is too little;"
                      + " enough again at half as much more; `0`: does not matter")
              .otherwise(100L << 20)
              .variable());

  public static final Setting<Duration> IO_DEADLINE =
      deadline("io_deadline", "how long writing 4 kB to these file systems may take");

  public static final Setting<Duration> SERVER_DEADLINE =
      deadline(
          "server_deadline", "how long a primary that was up may give new connections no answer");

  public static final Setting<Duration> API_DEADLINE =
      deadline(
          "api_deadline",
          "how long the agent's own REST API may give the agent no answer before its socket is"
              + " opened anew, and again before that counts as failed");

  private HealthKeys() {}

  /** A second is what an ordinary machine under load may take for a small write. */
  private static Setting<Duration> deadline(String key, String meaning) {
    return CATALOGUE.add(
        local("health." + key, ValueType.time(), meaning)
            .otherwise(Duration.ofSeconds(20))
            .bound(
                Bound.that(
                    "at least 1 s",
                    value -> value.compareTo(Duration.ofSeconds(1)) >= 0,
                    ValueProblem.of(
                        "is shorter than the second that a busy machine may take at any time",
                        "write 1s or more, such as 20s")))
            .variable());
  }
}
