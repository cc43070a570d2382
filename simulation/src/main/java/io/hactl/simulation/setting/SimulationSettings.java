package io.hactl.simulation.setting;

import io.hactl.dcs.cluster.Tags;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.simulation.nature.Chance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one run is about.
 *
 * @param members the tags of each node
 * @param config the dynamic configuration that the cluster begins with
 * @param clockDrift how much the fastest clock differs from the true time, as a part of it
 * @param writeEvery how often the clients write
 * @param mutation a bug planted on purpose
 * @param operators what operators change while the cluster runs
 * @param hooks which commands of theirs PostgreSQL is promoted and stopped with
 */
public record SimulationSettings(
    List<Tags> members,
    DynamicConfig config,
    double clockDrift,
    Duration writeEvery,
    Mutation mutation,
    Operators operators,
    HookSettings hooks) {

  /** What operators change while the cluster runs, besides synchronous mode and limits. */
  public enum Operators {
    /** Nothing. */
    LEAVE_IT,
    /** They pause it, and set other times. */
    CHANGE_SETTINGS,
    /** They also switch failsafe mode, and the DCS may lose all its keys. */
    DRASTIC
  }

  private static final List<Operators> OFTEN_CHANGE =
      List.of(
          Operators.LEAVE_IT,
          Operators.CHANGE_SETTINGS,
          Operators.CHANGE_SETTINGS,
          Operators.DRASTIC);

  /** Three nodes, everything as it is unless set, no drift. */
  public static SimulationSettings plain() {
    return new SimulationSettings(
        List.of(Tags.NONE, Tags.NONE, Tags.NONE),
        config(20, 5, 5, true, true, 300),
        0,
        Duration.ofMillis(200),
        Mutation.NONE,
        Operators.CHANGE_SETTINGS,
        HookSettings.NONE);
  }

  /** Everything by chance. */
  public static SimulationSettings drawn(Chance chance) {
    int ttl = chance.pick(List.of(5, 8, 12, 20, 30));
    int loopWait = chance.hits(0.5) ? Math.max(1, ttl / 3) : Math.max(1, ttl / 6);
    int retry = Math.max(1, (ttl - loopWait) / 2);
    boolean rewind = chance.hits(0.7);
    boolean copy = chance.hits(0.9);
    int startTimeout = chance.pick(List.of(0, 10, 300));
    return new SimulationSettings(
        members(chance),
        config(ttl, loopWait, retry, rewind, copy, startTimeout)
            .merge(FailsafeDraw.config(chance).tree())
            .merge(SlotDraw.config(chance.stream("slots")).tree()),
        chance.hits(0.5) ? 0 : 0.005 * chance.fraction(),
        chance.millis(150, 1500),
        Mutation.NONE,
        chance.pick(OFTEN_CHANGE),
        HookSettings.drawn(chance.stream("hooks")));
  }

  private static List<Tags> members(Chance chance) {
    int count = chance.pick(List.of(2, 3, 3, 3, 3, 4, 5));
    List<Tags> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(Tags.NONE);
    }
    if (count > 2 && chance.hits(0.2)) {
      members.set(count - 1, new Tags(Map.of("nofailover", true)));
    }
    if (count > 2 && chance.hits(0.2)) {
      members.set(count - 2, new Tags(Map.of("replicatefrom", "n1")));
    }
    if (chance.hits(0.2)) {
      members.set(0, new Tags(Map.of("failover_priority", 5L)));
    }
    if (chance.hits(0.2)) {
      members.set(1, new Tags(Map.of("clonefrom", true)));
    }
    return members;
  }

  private static DynamicConfig config(
      int ttl, int loopWait, int retry, boolean rewind, boolean copy, int startTimeout) {
    return DynamicConfig.parse(
        String.format(
            Locale.ROOT,
            """
            {"ttl": %d, "loop_wait": %d, "retry_timeout": %d, "primary_start_timeout": %d,
             "postgresql": {"use_pg_rewind": %b,
               "set_aside_diverged_data": %b}}
            """,
            ttl,
            loopWait,
            retry,
            startTimeout,
            rewind,
            copy));
  }

  public SimulationSettings with(Mutation planted) {
    return new SimulationSettings(
        members,
        PlantedSettings.over(config, planted),
        clockDrift,
        writeEvery,
        planted,
        operators,
        PlantedSettings.over(hooks, planted));
  }

  public SimulationSettings with(Operators changed) {
    return new SimulationSettings(
        members, config, clockDrift, writeEvery, mutation, changed, hooks);
  }

  public SimulationSettings with(HookSettings changed) {
    return new SimulationSettings(
        members, config, clockDrift, writeEvery, mutation, operators, changed);
  }

  /** Whether there are permanent slots, and what they take: readers, and much WAL. */
  public boolean hasSlots() {
    return !config.slots().isEmpty();
  }

  public SimulationSettings withMembers(List<Tags> tags) {
    return new SimulationSettings(tags, config, clockDrift, writeEvery, mutation, operators, hooks);
  }

  public SimulationSettings with(DynamicConfig changed) {
    return new SimulationSettings(
        members, changed, clockDrift, writeEvery, mutation, operators, hooks);
  }

  /** How long after the faults have healed the cluster may take to be whole again. */
  public Duration healingBound() {
    return config.ttl().plusSeconds(60);
  }

  @Override
  public String toString() {
    return "members "
        + members.stream().map(t -> t.values().toString()).toList()
        + ", config "
        + config
        + ", drift "
        + clockDrift
        + ", operators "
        + operators
        + (hooks.equals(HookSettings.NONE) ? "" : ", " + hooks)
        + (mutation == Mutation.NONE ? "" : ", planted bug " + mutation);
  }
}
