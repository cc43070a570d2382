package io.hactl.core.sync;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Reason.Kind;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.ServerState.Walsender;
import io.hactl.core.model.StandbyNames;
import io.hactl.core.situation.Observation;
import io.hactl.core.sync.SyncPlan.Goal;
import io.hactl.core.sync.SyncPlan.State;
import io.hactl.core.sync.SyncPlan.Step;
import io.hactl.dcs.Keys;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.SyncState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The leader keeps the sync key and {@code synchronous_standby_names} in step, by {@link SyncPlan}.
 * A step is decided only from a state that is certain:
 *
 * <ul>
 *   <li>the names in force are the ones that this agent set itself and saw taking effect, so that
 *       no reload or restart puts others into force; if not, they are set (again) first;
 *   <li>no write of the key is under way, and none that got no answer may still happen: its
 *       transaction compares the key's revision, so another write in its place rules that out.
 * </ul>
 */
public final class SyncSteps {

  /** How often a standby is looked at that has to catch up before it counts. */
  private static final Duration CATCHING_UP = Duration.ofMillis(100);

  /** How often the standbys are looked at, as commits wait for one that is gone. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private SyncSteps() {}

  /** When PostgreSQL has to be looked at next so that no commit waits for long. */
  public static List<Action> look(Observation o) {
    return o.config().synchronousMode().isOn()
        ? List.of(new Action.LookBy(o.postgres().orElseThrow().at().plus(LOOK_EVERY)))
        : List.of();
  }

  /**
   * Synchronous mode is off and the key is still there: it goes before any settings are written or
   * a server is started, as commits wait for nobody from then on. Empty: nothing to do.
   */
  public static Optional<Decision> turnOff(Observation o) {
    if (o.config().synchronousMode().isOn() || !o.dcs().sync().exists()) {
      return Optional.empty();
    }
    Decision off = Decision.of(Kind.SYNC_OFF).and(wake(o));
    boolean canWrite = o.holdsLease() && o.connected() && !o.isWriting(Purpose.SYNC);
    return Optional.of(canWrite ? off.and(SyncKey.delete(o)) : off);
  }

  /** The next step on the names or on the key; empty: nothing to do. */
  public static Optional<Decision> decide(Observation o, Running server) {
    if (o.isWriting(Purpose.SYNC) || !o.holdsLease() || !o.connected()) {
      return Optional.empty();
    }
    if (!o.config().synchronousMode().isOn()) {
      return turnOff(o);
    }
    if (o.dcs().hasProblem(Keys.SYNC)) {
      return Optional.of(write(o, SyncPlan.nobodyBut(o.self().name())));
    }
    SyncState key = o.dcs().sync().value();
    StandbyNames names = StandbyNames.parse(server.synchronousStandbyNames());
    Goal goal = SyncTarget.of(o, server);
    if (!isCertain(o)) {
      return makeCertain(o, key, names, goal);
    }
    State state = new State(o.self().name(), key, names, confirmed(o, server), alive(server));
    return switch (SyncPlan.next(state, goal)) {
      case Step.Rest ignored -> rest(o, goal, key);
      case Step.WriteKey step -> Optional.of(write(o, step.key()));
      case Step.SetNames step -> set(o, key, step.names());
    };
  }

  private static boolean isCertain(Observation o) {
    return o.memory().sync().names().isPresent() && o.memory().sync().since().isPresent();
  }

  /** Sets the wanted names where the key allows it, else those in force once more. */
  private static Optional<Decision> makeCertain(
      Observation o, SyncState key, StandbyNames names, Goal goal) {
    boolean own = key.leader().filter(o.self().name()::equals).isPresent();
    if (!own) {
      return Optional.of(write(o, SyncPlan.nobodyBut(o.self().name())));
    }
    if (SyncPlan.overlap(key, goal.names())) {
      return set(o, key, goal.names());
    }
    return SyncPlan.overlap(key, names)
        ? set(o, key, names)
        : Optional.of(write(o, SyncPlan.nobodyBut(o.self().name())));
  }

  private static Optional<Decision> set(Observation o, SyncState key, StandbyNames names) {
    if (o.memory().sync().mayChange(o.dcs().sync().modRevision())) {
      return Optional.of(write(o, key));
    }
    if (o.memory().failures().holdBack(PostgresTask.SetSynchronousStandbys.class, o.now())) {
      return Optional.empty();
    }
    return Optional.of(
        Decision.of(Kind.SETTING_SYNC_NAMES, names)
            .run(new PostgresTask.SetSynchronousStandbys(names.render())));
  }

  private static Decision write(Observation o, SyncState key) {
    return Decision.of(Kind.WRITING_SYNC_KEY, text(key)).and(SyncKey.write(o, key), wake(o));
  }

  /** A standby that is waited for is looked at again soon, as its catching up is no event here. */
  private static Optional<Decision> rest(Observation o, Goal goal, SyncState key) {
    return key.equals(goal.key())
        ? Optional.empty()
        : Optional.of(
            Decision.of(Kind.WAITING_FOR_SYNC_STANDBY)
                .and(wake(o), new Action.LookBy(o.now().plus(CATCHING_UP))));
  }

  private static Action wake(Observation o) {
    return new Action.WakeAt(o.demoteAt());
  }

  private static String text(SyncState key) {
    return key.standbys().isEmpty()
        ? "none"
        : String.join(", ", key.standbys())
            + (key.quorum() == 0 ? "" : " (quorum " + key.quorum() + ")");
  }

  /** Who has everything on disk that was acknowledged before the present names took effect. */
  private static Set<String> confirmed(Observation o, Running server) {
    Lsn since = o.memory().sync().since().orElseThrow();
    return server.walsenders().stream()
        .filter(SyncTarget::streams)
        .filter(w -> !w.syncState().equals("async"))
        .filter(w -> !since.isAfter(w.flushLsn()))
        .map(Walsender::applicationName)
        .collect(Collectors.toSet());
  }

  private static Set<String> alive(Running server) {
    return server.walsenders().stream()
        .filter(SyncTarget::streams)
        .map(Walsender::applicationName)
        .collect(Collectors.toSet());
  }
}
