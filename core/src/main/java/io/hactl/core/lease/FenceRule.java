package io.hactl.core.lease;

import io.hactl.core.decision.FenceOrder;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState;
import io.hactl.core.situation.NodeSituation;
import io.hactl.core.situation.Observation;

/**
 * When this node is fenced, and until when. Applied before the decision from the same observation
 * is carried out, so that whatever may take writes is begun behind an armed fence.
 *
 * <pre>
 *   paused, and a primary runs                   -> disarm: an operator is in charge
 *   puts the key on another session              -> not later than that one: the answer may get lost
 *   holds a write deadline that is ahead         -> arm, and move on with each renewal
 *   no lease, and nothing here can take writes   -> disarm
 *   no lease, and something may                  -> keep: the moment that was given stands
 * </pre>
 *
 * The first line that fits counts.
 *
 * <p>A moment is given by the {@link WriteDeadline} alone: without one that is ahead it is never
 * moved on.
 */
public final class FenceRule {

  private FenceRule() {}

  public static FenceOrder of(Observation o) {
    if (isOperators(o)) {
      return new FenceOrder.Disarm();
    }
    if (mayBeOnOtherSession(o)) {
      return new FenceOrder.NotAfter(o.lease().until(), o.leaseTtl());
    }
    if (WriteDeadline.isAhead(o)) {
      return new FenceOrder.Arm(
          WriteDeadline.of(o),
          o.leaseTtl(),
          LeaseTiming.renewEvery(o.leaseTtl(), o.config().loopWait()));
    }
    return isHarmless(o) ? new FenceOrder.Disarm() : new FenceOrder.Keep();
  }

  /**
   * Whether a pause leaves the server to the operator: a primary, or what may be one. A primary
   * that is yet being made under a lease is left to nobody, and does not outlast that lease.
   */
  private static boolean isOperators(Observation o) {
    boolean beingMade =
        o.memory().promotionPending()
            || o.running()
                .filter(
                    t ->
                        t instanceof PostgresTask.Promote || t instanceof PostgresTask.StartPrimary)
                .isPresent();
    return o.seenCluster().isPresent() && o.isPaused() && !beingMade && mayTakeWrites(o);
  }

  /**
   * A primary takes its key anew, on a session that may be shorter than the one before, or than
   * what the members have promised, which ends with that. The key may be written before that is
   * seen here.
   */
  private static boolean mayBeOnOtherSession(Observation o) {
    boolean canWrite = o.connected() || o.isWriting(Purpose.LEADER);
    boolean same =
        o.ownLeaderKey().isPresent() || o.anotherLeads() || Initialisation.isClaimedHere(o);
    return o.seenCluster().isPresent()
        && o.lease().isAlive(o.now())
        && canWrite
        && !same
        && mayTakeWrites(o)
        && (!WriteDeadline.isAhead(o) || o.lease().until().isBefore(WriteDeadline.of(o)));
  }

  /** Whether it is known that no process of the server takes writes, or will by itself. */
  private static boolean isHarmless(Observation o) {
    return o.running().isEmpty()
        && !o.isViewStale()
        && NodeSituation.of(o).filter(FenceRule::isHarmless).isPresent();
  }

  private static boolean isHarmless(NodeSituation n) {
    boolean orphans = n.server() instanceof ServerState.Stopped stopped && stopped.orphans();
    // A promotion that was begun may still succeed after the lease is lost.
    boolean promoting = n.memory().promotionPending() || isLeftPromoting(n);
    boolean standby = !n.server().isStopped();
    return !orphans && !(promoting && standby) && !n.mayTakeWrites();
  }

  /** Whether the server was seen, and takes writes or may begin to without anyone's help. */
  private static boolean mayTakeWrites(Observation o) {
    return NodeSituation.of(o).filter(NodeSituation::mayTakeWrites).isPresent();
  }

  /**
   * An agent before this one had a lease here beside a standby: to promote it, and maybe it did.
   */
  private static boolean isLeftPromoting(NodeSituation n) {
    return n.fence().inherited().isPresent() && n.isStandbyDirectory();
  }
}
