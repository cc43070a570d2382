package io.hactl.core.sync;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.lease.WriteDeadline;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.ServerState.Walsender;
import io.hactl.core.model.StandbyNames;
import io.hactl.core.model.TaskKind;
import io.hactl.core.reason.Maintaining.SettingSyncNames;
import io.hactl.core.reason.Maintaining.SyncOff;
import io.hactl.core.reason.Maintaining.WaitingForSyncStandby;
import io.hactl.core.reason.Maintaining.WritingSyncKey;
import io.hactl.core.situation.Situation;
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
  public static List<Action> look(Situation s) {
    return s.config().synchronousMode().isOn()
        ? List.of(new Action.LookBy(s.view().at().plus(LOOK_EVERY)))
        : List.of();
  }

  /**
   * Synchronous mode is off and the key is still there: it goes before any settings are written or
   * a server is started, as commits wait for nobody from then on. Empty: nothing to do.
   */
  public static Optional<Decision> turnOff(Situation s) {
    if (s.config().synchronousMode().isOn() || !s.cluster().sync().exists()) {
      return Optional.empty();
    }
    Decision off = Decision.of(new SyncOff()).and(wake(s));
    boolean canWrite = s.holdsLease() && s.connected() && !s.isWriting(Purpose.SYNC);
    return Optional.of(canWrite ? off.and(SyncKey.delete(s)) : off);
  }

  /** The next step on the names or on the key; empty: nothing to do. */
  public static Optional<Decision> decide(Situation s, Running server) {
    if (s.isWriting(Purpose.SYNC) || !s.holdsLease() || !s.connected()) {
      return Optional.empty();
    }
    if (!s.config().synchronousMode().isOn()) {
      return turnOff(s);
    }
    if (s.cluster().hasProblem(Keys.SYNC)) {
      return Optional.of(write(s, SyncPlan.nobodyBut(s.self().name())));
    }
    SyncState key = s.cluster().sync().value();
    StandbyNames names = StandbyNames.parse(server.synchronousStandbyNames());
    Goal goal = SyncTarget.of(s, server);
    if (!isCertain(s)) {
      return makeCertain(s, key, names, goal);
    }
    State state = new State(s.self().name(), key, names, confirmed(s, server), alive(server));
    return switch (SyncPlan.next(state, goal)) {
      case Step.Rest ignored -> rest(s, goal, key);
      case Step.WriteKey step -> Optional.of(write(s, step.key()));
      case Step.SetNames step -> set(s, key, step.names());
    };
  }

  private static boolean isCertain(Situation s) {
    return s.memory().sync().names().isPresent() && s.memory().sync().since().isPresent();
  }

  /** Sets the wanted names where the key allows it, else those in force once more. */
  private static Optional<Decision> makeCertain(
      Situation s, SyncState key, StandbyNames names, Goal goal) {
    boolean own = key.leader().filter(s.self().name()::equals).isPresent();
    if (!own) {
      return Optional.of(write(s, SyncPlan.nobodyBut(s.self().name())));
    }
    if (SyncPlan.overlap(key, goal.names())) {
      return set(s, key, goal.names());
    }
    return SyncPlan.overlap(key, names)
        ? set(s, key, names)
        : Optional.of(write(s, SyncPlan.nobodyBut(s.self().name())));
  }

  private static Optional<Decision> set(Situation s, SyncState key, StandbyNames names) {
    if (s.memory().sync().mayChange(s.cluster().sync().modRevision())) {
      return Optional.of(write(s, key));
    }
    if (s.memory().failures().holdBack(s.now(), TaskKind.SET_SYNCHRONOUS_STANDBYS)) {
      return Optional.empty();
    }
    return Optional.of(
        Decision.of(new SettingSyncNames(names))
            .run(new PostgresTask.SetSynchronousStandbys(names.render())));
  }

  private static Decision write(Situation s, SyncState key) {
    return Decision.of(new WritingSyncKey(key)).and(SyncKey.write(s, key), wake(s));
  }

  /** A standby that is waited for is looked at again soon, as its catching up is no event here. */
  private static Optional<Decision> rest(Situation s, Goal goal, SyncState key) {
    return key.equals(goal.key())
        ? Optional.empty()
        : Optional.of(
            Decision.of(new WaitingForSyncStandby())
                .and(wake(s), new Action.LookBy(s.now().plus(CATCHING_UP))));
  }

  private static Action wake(Situation s) {
    return new Action.WakeAt(WriteDeadline.demoteAt(s));
  }

  /** Who has everything on disk that was acknowledged before the present names took effect. */
  private static Set<String> confirmed(Situation s, Running server) {
    Lsn since = s.memory().sync().since().orElseThrow();
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
