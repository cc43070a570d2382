package io.hactl.core.lease;

import io.hactl.core.model.LeaseView;
import io.hactl.core.situation.Observed;
import io.hactl.time.Tick;

/**
 * Until when this node may take writes, by its own clock. Everything that starts, keeps or stops a
 * primary goes by this one function:
 *
 * <ul>
 *   <li>the leader key is this node's on its present session (or it holds the right to create the
 *       cluster): until the session's local deadline;
 *   <li>failsafe mode: until the moment up to which all other members have promised not to race;
 *   <li>another member holds the leader key: not at all, whatever was promised.
 * </ul>
 */
public final class WriteDeadline {

  /** A moment that is always past. */
  public static final Tick NEVER = LeaseView.NONE.until();

  private WriteDeadline() {}

  /** The moment from which on no process here may acknowledge a write. */
  public static Tick of(Observed o) {
    if (o.anotherLeads()) {
      return NEVER;
    }
    Tick lease = ownsKey(o) ? o.lease().until() : NEVER;
    Tick granted = granted(o);
    return lease.isBefore(granted) ? granted : lease;
  }

  private static boolean ownsKey(Observed o) {
    return o.ownLeaderKey().isPresent() || Initialisation.isClaimedHere(o);
  }

  private static Tick granted(Observed o) {
    return o.config().failsafeMode() ? o.memory().failsafe().grantedUntil().orElse(NEVER) : NEVER;
  }

  /** Whether writes may be taken now. */
  public static boolean isAhead(Observed o) {
    return o.now().isBefore(of(o));
  }

  /**
   * The moment from which on a primary whose deadline was not moved on has to stop, so that it is
   * gone by the deadline.
   */
  public static Tick demoteAt(Observed o) {
    return of(o)
        .minus(
            LeaseTiming.demoteBefore(o.leaseTtl(), o.config().loopWait(), o.fence().resetAfter()));
  }
}
