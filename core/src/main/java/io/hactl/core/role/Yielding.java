package io.hactl.core.role;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Reason.Kind;
import io.hactl.core.election.Race;
import io.hactl.core.model.Ailment;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.Survey;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.dcs.cluster.SyncState;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A leader that is ill hands over, if a healthy member would win the election:
 *
 * <pre>
 *   ill -> asks the others -> nobody can: goes on, and says so
 *                          -> somebody: stops its server -> no process left: gives the lease back
 *                                                        -> some do not end: lets the lease end
 * </pre>
 *
 * A lease is given back only when nothing here can acknowledge a write any more. A process that
 * hangs in the kernel cannot be taken away by anybody: then the session is not renewed any more,
 * and the guard acts at its end as always.
 */
final class Yielding {

  /** How often the others are asked while this leader is ill. */
  static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  /** How long a stop in order may take before it is made immediate, unless set otherwise. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

  /** How long a task that storage holds up keeps the lease from the others. */
  private static final Duration TASK_PATIENCE = Duration.ofSeconds(10);

  /** The same of an immediate stop, which kills what is left within two seconds if it can. */
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

  private static final Duration RESTART_FIRST = Duration.ofSeconds(5);
  private static final Duration RESTART_MAX = Duration.ofMinutes(2);

  private Yielding() {}

  /** What an ill leader does whose server runs, or hangs; empty: there is nothing to be done. */
  static Optional<Decision> decide(Observation o) {
    Optional<Ailment> ailment = o.memory().health().reasonToYield();
    if (ailment.isEmpty() || successor(o).isEmpty()) {
      return Optional.empty();
    }
    Ailment why = ailment.get();
    Duration inOrder = o.config().primaryStopTimeout();
    Duration fast =
        why.kind().needsHaste() ? Duration.ZERO : inOrder.isZero() ? STOP_TIMEOUT : inOrder;
    boolean letsGo = o.memory().health().lettingGo() || hasFailedToStop(o);
    return letsGo || o.memory().health().mayStop(o.now())
        ? Optional.of(
            stop(
                o,
                why.message(),
                new PostgresTask.Stop(StopPurpose.YIELD, fast.isPositive(), fast)))
        : Optional.empty();
  }

  /** Stops the server; where that was tried and processes are left, the lease is let go instead. */
  static Decision stop(Observation o, String why, PostgresTask.Stop stop) {
    return hasFailedToStop(o) || o.memory().health().lettingGo()
        ? letGo(o, why)
        : Decision.of(Kind.YIELDING, why).run(stop);
  }

  /** Processes that do not end: with a successor at hand they do not keep the lease from it. */
  static Optional<Decision> withOrphans(Observation o) {
    boolean stuck =
        o.cluster().isPresent()
            && o.holdsLease()
            && !o.isPaused()
            && o.memory().failures().isOf(PostgresTask.KillOrphans.class);
    return stuck && successor(o).isPresent()
        ? Optional.of(letGo(o, "processes of PostgreSQL do not end"))
        : Optional.empty();
  }

  /** What holds a task up may never end; nor does a task that reads or writes there. */
  static List<Action> whileBusy(Observation o, PostgresTask task) {
    Optional<Ailment> hangs = o.memory().health().felt(Ailment.Kind.STORAGE_HANGS);
    if (hangs.isEmpty() || o.cluster().isEmpty() || !o.holdsLease() || o.isPaused()) {
      return List.of();
    }
    Tick patience = hangs.get().since().plus(patienceWith(task));
    if (o.now().isBefore(patience)) {
      return List.of(new Action.WakeAt(patience));
    }
    if (successor(o).isEmpty()) {
      return ask(o);
    }
    return task instanceof PostgresTask.Stop
        ? List.of(new Action.LetLeaseEnd())
        : List.of(new Action.CancelTask(), new Action.LetLeaseEnd());
  }

  private static Duration patienceWith(PostgresTask task) {
    return task instanceof PostgresTask.Stop stop && stop.fastTimeout().isZero()
        ? STOP_PATIENCE
        : TASK_PATIENCE;
  }

  /** Asks the others now and then, whatever else is decided, while this leader is ill. */
  static List<Action> ask(Observation o) {
    if (!o.memory().health().isIll()) {
      return List.of();
    }
    return askAgain(o);
  }

  /** The same, for a stopped server, whatever the reason for which somebody is looked for. */
  static List<Action> askAgain(Observation o) {
    Tick next = o.survey().map(s -> s.askedAt().plus(ASK_AGAIN)).orElse(o.now());
    return o.now().isBefore(next)
        ? List.of(new Action.WakeAt(next))
        : List.of(Candidate.askEverybody(o));
  }

  /**
   * A start that cannot succeed now, or that ended in the same crash before, is put off; empty: it
   * is not.
   */
  static Optional<Decision> waitAlone(Observation o) {
    Optional<Ailment> hangs = o.memory().health().felt(Ailment.Kind.STORAGE_HANGS);
    if (hangs.isPresent()) {
      return Optional.of(alone(o, hangs.get()));
    }
    Optional<Tick> until = notBefore(o.memory().primaryStarts()).filter(o.now()::isBefore);
    return o.memory()
        .health()
        .felt(Ailment.Kind.DISK_FULL)
        .filter(full -> until.isPresent())
        .map(full -> alone(o, full).and(new Action.WakeAt(until.get())));
  }

  private static Decision alone(Observation o, Ailment ailment) {
    return Decision.of(
            Kind.BACKING_OFF, ailment.message() + "; no healthy member can take over now")
        .and(new Action.WakeAt(o.demoteAt()));
  }

  /** Doubles with each start of late: what crashed for want of space crashes again. */
  private static Optional<Tick> notBefore(List<Tick> starts) {
    if (starts.isEmpty()) {
      return Optional.empty();
    }
    Duration wait = RESTART_FIRST.multipliedBy(1L << Math.min(starts.size() - 1, 10));
    return Optional.of(starts.getLast().plus(wait.compareTo(RESTART_MAX) < 0 ? wait : RESTART_MAX));
  }

  /** Why nobody takes over from this ill leader; empty: it is well, or has yet to ask. */
  static Optional<String> goesOnDespite(Observation o) {
    return o.memory()
        .health()
        .reasonToYield()
        .filter(a -> o.survey().isPresent() && successor(o).isEmpty())
        .map(Ailment::message);
  }

  /** The healthy member that would lead next, going by answers that are young enough. */
  static Optional<PeerStatus> successor(Observation o) {
    return o.survey()
        .filter(s -> o.hasSurveySince(o.now().minus(Candidate.SURVEY_VALID)))
        .filter(s -> s.answers().values().stream().allMatch(p -> !p.running() || p.inRecovery()))
        .flatMap(s -> Candidate.bestSuccessor(o, s).filter(p -> wouldWin(o, s, p)));
  }

  /** What the election asks beyond {@link Candidate#bestSuccessor}. */
  private static boolean wouldWin(Observation o, Survey survey, PeerStatus peer) {
    int timeline = o.server().running().map(Running::timeline).orElse(0);
    int newest = Math.max(timeline, o.dcs().history().value().newestTimeline());
    SyncState sync = o.dcs().sync().value();
    // A server that works is not stopped for a standby that has yet to follow it. One that crashed
    // has nothing to lose, and a standby that was asked just after a promotion says the old number.
    boolean mustFollow = !o.server().isStopped() || o.config().checkTimeline();
    if (peer.timeline() < newest && mustFollow) {
      return false;
    }
    if (!sync.isActive() || sync.quorum() == 0) {
      return true;
    }
    long others =
        survey.answers().values().stream()
            .filter(p -> p.running() && !p.name().equals(peer.name()))
            .filter(p -> sync.standbys().contains(p.name()))
            .filter(
                p -> Race.Standing.WAL.compare(Race.Standing.of(p), Race.Standing.of(peer)) <= 0)
            .count();
    return others >= sync.quorum();
  }

  private static boolean hasFailedToStop(Observation o) {
    return o.memory().failures().isOf(PostgresTask.Stop.class);
  }

  private static Decision letGo(Observation o, String why) {
    return Decision.of(Kind.LETTING_GO, why)
        .and(new Action.LetLeaseEnd(), new Action.WakeAt(o.demoteAt()), o.wakeIn(ASK_AGAIN))
        .and(ask(o));
  }
}
