package io.hactl.simulation.faults;

import io.hactl.dcs.DcsException;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Versioned;
import io.hactl.dcs.codec.ClusterCodec;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.simulation.nature.Chance;
import io.hactl.simulation.nature.SimulatedNetwork;
import io.hactl.simulation.node.AgentLife;
import io.hactl.simulation.postgres.DataDir;
import io.hactl.simulation.postgres.Server;
import io.hactl.simulation.setting.SimulationSettings.Operators;
import io.hactl.simulation.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What befalls the cluster's keys: settings changed while it runs, pauses, compaction, loss. */
final class ClusterFaults {

  private static final Duration AGAIN = Duration.ofSeconds(1);

  private static final String FAILSAFE_ON = "{\"failsafe_mode\": true}";
  private static final String FAILSAFE_OFF = "{\"failsafe_mode\": false}";

  private final World world;
  private final Faults faults;
  private final Chance chance;

  ClusterFaults(World world, Faults faults) {
    this.world = world;
    this.faults = faults;
    this.chance = world.chance();
  }

  List<Runnable> all() {
    List<Runnable> all = new ArrayList<>();
    Operators operators = world.settings().operators();
    if (operators != Operators.LEAVE_IT) {
      all.addAll(List.of(this::pause, this::times));
    }
    all.addAll(List.of(this::limits, world.store()::compact));
    if (operators == Operators.DRASTIC) {
      all.addAll(List.of(this::failsafe, this::wipe));
    }
    return all;
  }

  private Duration aWhile() {
    return chance.spread(Duration.ofMillis(500), Duration.ofMinutes(2));
  }

  private void pause() {
    changeFor("{\"pause\": true}", "{\"pause\": null}");
  }

  private void times() {
    int ttl = chance.pick(List.of(5, 8, 12, 20, 30));
    int loopWait = Math.max(1, ttl / chance.pick(List.of(3, 6)));
    faults.knows(Duration.ofSeconds(ttl));
    changeFor(times(ttl, loopWait, (ttl - loopWait) / 2), times(world.settings().config()));
  }

  private static String times(DynamicConfig config) {
    return times(
        (int) config.ttl().toSeconds(),
        (int) config.loopWait().toSeconds(),
        (int) config.retryTimeout().toSeconds());
  }

  private static String times(int ttl, int loopWait, int retry) {
    return String.format(
        Locale.ROOT,
        "{\"ttl\": %d, \"loop_wait\": %d, \"retry_timeout\": %d}",
        ttl,
        loopWait,
        Math.max(1, retry));
  }

  private void limits() {
    String changed =
        String.format(
            Locale.ROOT,
            "{\"maximum_lag_on_failover\": %d, \"primary_start_timeout\": %d}",
            chance.pick(List.of(0, 5_000, 1_048_576)),
            chance.pick(List.of(0, 5, 300)));
    DynamicConfig before = world.settings().config();
    changeFor(
        changed,
        String.format(
            Locale.ROOT,
            "{\"maximum_lag_on_failover\": %d, \"primary_start_timeout\": %d}",
            before.maximumLagOnFailover(),
            before.primaryStartTimeout().toSeconds()));
  }

  private void failsafe() {
    boolean before = world.settings().config().failsafeMode();
    changeFor(before ? FAILSAFE_OFF : FAILSAFE_ON, before ? FAILSAFE_ON : FAILSAFE_OFF);
  }

  private void changeFor(String change, String back) {
    if (change(change)) {
      faults.during(aWhile(), "settings " + change, () -> changeBack(back));
    }
  }

  private void changeBack(String back) {
    boolean none = world.store().isAvailable() && !world.store().cluster().config().exists();
    if (none) {
      // Lost with all other keys, and nobody may write it while those that remember it are paused.
      write(world.settings().config());
    } else if (!change(back)) {
      world.scheduler().after(AGAIN, () -> changeBack(back));
    }
  }

  /**
   * As {@code hactl edit-config} does.
   *
   * @return whether it could be written
   */
  private boolean change(String json) {
    Versioned<DynamicConfig> config = world.store().cluster().config();
    boolean vouched = !json.equals(FAILSAFE_OFF) || nobodyGoesOnUnseen();
    if (!world.store().isAvailable() || !config.exists() || !vouched) {
      return false;
    }
    return write(config.value().merge(DynamicConfig.parse(json).tree()));
  }

  private boolean write(DynamicConfig config) {
    try {
      world
          .store()
          .commit(Transaction.builder().put(Keys.CONFIG, ClusterCodec.write(config)).build());
      world.trace().note("operat", "writes settings: " + config);
      return true;
    } catch (DcsException e) {
      return false;
    }
  }

  /**
   * Who switches failsafe mode off says that no leader goes on by it out of sight of the DCS: the
   * members take that as a permission to elect another one, and the simulated operator looks first.
   */
  private boolean nobodyGoesOnUnseen() {
    return world.nodes().stream()
        .filter(node -> node.server().filter(Server::isOrBecomesPrimary).isPresent())
        .allMatch(
            node ->
                world.store().leader().filter(node.name()::equals).isPresent()
                    && world.network().connects(node.name(), SimulatedNetwork.DCS)
                    && world.store().leaderHasRenewedOfLate()
                    && node.agent().filter(this::seesAll).isPresent());
  }

  private boolean seesAll(AgentLife agent) {
    return agent.process().isOpen()
        && agent.newest().cluster().revision() == world.store().read().revision();
  }

  /**
   * All keys and leases are gone; what the cluster is then, its members' data say. Not in a pause,
   * which then is only in the members' minds, and for the operator to end there. Nor where a node
   * has none of the cluster's data: an agent that starts there and finds neither data nor keys
   * cannot know of the cluster, and creates one. Not while failsafe mode is on: the failsafe key,
   * too, is lost, and with it everybody's knowledge of whom a leader out of sight has to ask. And
   * once in a run: what was sent to restore the cluster after one loss, and arrives after another,
   * fits again.
   */
  private void wipe() {
    Optional<String> identity = world.identity();
    boolean known =
        identity.isPresent()
            && world.store().lostIdentity().isEmpty()
            && !world.store().cluster().config().value().failsafeMode()
            && !world.store().cluster().config().value().pause()
            && world.nodes().stream()
                .allMatch(
                    node ->
                        node.dir().kind() == DataDir.Kind.INITIALIZED
                            && !node.mayReinit()
                            && node.dir().systemIdentifier().equals(identity.get()));
    if (chance.hits(0.2) && world.store().isAvailable() && known) {
      world.store().wipe();
      world.scheduler().after(AGAIN, this::endForgottenPause);
    }
  }

  /** Who restores the cluster may not have heard that a pause was over. */
  private void endForgottenPause() {
    boolean restored = world.store().cluster().config().exists();
    boolean forgotten = restored && world.store().cluster().config().value().pause();
    if (!restored || (forgotten && !change("{\"pause\": null}"))) {
      world.scheduler().after(AGAIN, this::endForgottenPause);
    }
  }
}
