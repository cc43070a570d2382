package io.hactl.core.role;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Waits;
import io.hactl.core.election.PeerQuestion;
import io.hactl.core.election.Successor;
import io.hactl.core.lease.WriteDeadline;
import io.hactl.core.model.Fault;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.TaskKind;
import io.hactl.core.reason.HandingOver.ReleasingLease;
import io.hactl.core.reason.HandingOver.RenewalStopped;
import io.hactl.core.reason.Waiting.BackingOffAlone;
import io.hactl.core.reason.YieldCause;
import io.hactl.core.situation.NodeSituation;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.FaultKind;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An unhealthy leader hands over, if a healthy member would win the election:
 *
 * <pre>
 *   unhealthy -> asks the others -> nobody can: goes on, and says so
 *                          -> somebody: stops its server -> no process left: gives the lease back
 *                                                        -> some do not end: lets the lease end
 * </pre>
 *
 * A lease is given back only when nothing here can acknowledge a write any more. A process that
 * hangs in the kernel cannot be taken away by anybody: then the session is not renewed any more,
 * and the guard acts at its end as always.
 */
final class Yielding {

  /** How often the others are asked while this leader is unhealthy. */
  static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  /** How long a clean shutdown may take before it is made immediate, unless set otherwise. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

  /** How long a task that storage holds up keeps the lease from the others. */
  private static final Duration TASK_PATIENCE = Duration.ofSeconds(10);

  /** The same of an immediate stop, which kills what is left within two seconds if it can. */
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

  private static final Duration RESTART_FIRST = Duration.ofSeconds(5);
  private static final Duration RESTART_MAX = Duration.ofMinutes(2);

  private Yielding() {}

  /**
   * What an unhealthy leader does whose server runs, or hangs; empty: there is nothing to be done.
   */
  static Optional<Decision> decide(Situation s) {
    Optional<Fault> fault = s.memory().health().reasonToYield();
    if (fault.isEmpty() || Successor.of(s).isEmpty()) {
      return Optional.empty();
    }
    Fault why = fault.get();
    Duration cleanly = s.config().primaryStopTimeout();
    Duration fast =
        why.kind().needsHaste() ? Duration.ZERO : cleanly.isZero() ? STOP_TIMEOUT : cleanly;
    boolean stopsRenewing = s.memory().health().renewalStopped() || hasFailedToStop(s);
    return stopsRenewing || s.memory().health().mayStop(s.now())
        ? Optional.of(
            stop(
                s,
                new YieldCause.Unhealthy(why),
                new PostgresTask.Stop(StopPurpose.YIELD, fast.isPositive(), fast)))
        : Optional.empty();
  }

  /**
   * Stops the server; where that was tried and processes are left, the lease is renewed no more.
   */
  static Decision stop(Situation s, YieldCause why, PostgresTask.Stop stop) {
    return hasFailedToStop(s) || s.memory().health().renewalStopped()
        ? stopRenewing(s, why)
        : Decision.of(new ReleasingLease(why)).run(stop);
  }

  /** Processes that do not end: with a successor at hand they do not keep the lease from it. */
  static Optional<Decision> withOrphans(NodeSituation n) {
    return n.inCluster()
        .filter(s -> s.holdsLease() && !s.isPaused())
        .filter(s -> s.memory().failures().has(TaskKind.KILL_ORPHANS))
        .filter(s -> Successor.of(s).isPresent())
        .map(s -> stopRenewing(s, new YieldCause.OrphansRemain()));
  }

  /** What holds a task up may never end; nor does a task that reads or writes there. */
  static List<Action> whileBusy(NodeSituation n, PostgresTask task) {
    return n.inCluster()
        .filter(s -> s.holdsLease() && !s.isPaused())
        .flatMap(
            s ->
                s.memory()
                    .health()
                    .present(FaultKind.STORAGE_HANGS)
                    .map(hangs -> whileHanging(s, task, hangs)))
        .orElse(List.of());
  }

  private static List<Action> whileHanging(Situation s, PostgresTask task, Fault hangs) {
    Tick patience = hangs.since().plus(patienceWith(task));
    if (s.now().isBefore(patience)) {
      return List.of(new Action.WakeAt(patience));
    }
    if (Successor.of(s).isEmpty()) {
      return ask(s);
    }
    return task instanceof PostgresTask.Stop
        ? List.of(new Action.StopRenewing())
        : List.of(new Action.CancelTask(), new Action.StopRenewing());
  }

  private static Duration patienceWith(PostgresTask task) {
    return task instanceof PostgresTask.Stop stop && stop.fastTimeout().isZero()
        ? STOP_PATIENCE
        : TASK_PATIENCE;
  }

  /** Asks the others now and then, whatever else is decided, while this leader is unhealthy. */
  static List<Action> ask(Situation s) {
    if (!s.memory().health().isUnhealthy()) {
      return List.of();
    }
    return askAgain(s);
  }

  /** The same, for a stopped server, whatever the reason for which somebody is looked for. */
  static List<Action> askAgain(Situation s) {
    Tick next =
        s.peerAnswers().map(peerAnswers -> peerAnswers.askedAt().plus(ASK_AGAIN)).orElse(s.now());
    return s.now().isBefore(next)
        ? List.of(new Action.WakeAt(next))
        : List.of(PeerQuestion.everybody(s));
  }

  /**
   * A start that cannot succeed now, or that ended in the same crash before, is put off; empty: it
   * is not.
   */
  static Optional<Decision> waitAlone(Situation s) {
    Optional<Fault> hangs = s.memory().health().present(FaultKind.STORAGE_HANGS);
    if (hangs.isPresent()) {
      return Optional.of(alone(s, hangs.get()));
    }
    Optional<Tick> until = notBefore(s.memory().primaryStarts()).filter(s.now()::isBefore);
    return s.memory()
        .health()
        .present(FaultKind.DISK_FULL)
        .filter(full -> until.isPresent())
        .map(full -> alone(s, full).and(new Action.WakeAt(until.get())));
  }

  private static Decision alone(Situation s, Fault fault) {
    return Decision.of(new BackingOffAlone(fault))
        .and(new Action.WakeAt(WriteDeadline.demoteAt(s)));
  }

  /** Doubles with each start of late: what crashed for want of space crashes again. */
  private static Optional<Tick> notBefore(List<Tick> starts) {
    if (starts.isEmpty()) {
      return Optional.empty();
    }
    Duration wait = RESTART_FIRST.multipliedBy(1L << Math.min(starts.size() - 1, 10));
    return Optional.of(starts.getLast().plus(wait.compareTo(RESTART_MAX) < 0 ? wait : RESTART_MAX));
  }

  /**
   * With what this leader goes on, as nobody takes over; empty: with nothing, or it has yet to ask.
   */
  static Optional<Fault> goesOnDespite(Situation s) {
    return s.memory()
        .health()
        .reasonToYield()
        .filter(a -> s.peerAnswers().isPresent() && Successor.of(s).isEmpty());
  }

  private static boolean hasFailedToStop(Situation s) {
    return s.memory().failures().has(TaskKind.STOP);
  }

  private static Decision stopRenewing(Situation s, YieldCause why) {
    return Decision.of(new RenewalStopped(why))
        .and(
            new Action.StopRenewing(),
            new Action.WakeAt(WriteDeadline.demoteAt(s)),
            Waits.atMost(s, ASK_AGAIN))
        .and(ask(s));
  }
}
