package io.hactl.core.role;

import static io.hactl.core.decision.Role.BEGINNING;
import static io.hactl.core.decision.Role.BOOTSTRAPPING;
import static io.hactl.core.decision.Role.CANDIDATE;
import static io.hactl.core.decision.Role.COPYING;
import static io.hactl.core.decision.Role.DEMOTING;
import static io.hactl.core.decision.Role.ENDING_ORPHANS;
import static io.hactl.core.decision.Role.FAILSAFE_LEADER;
import static io.hactl.core.decision.Role.PAUSED;
import static io.hactl.core.decision.Role.PAUSED_LEADER;
import static io.hactl.core.decision.Role.PRIMARY;
import static io.hactl.core.decision.Role.REFUSED;
import static io.hactl.core.decision.Role.REJOINING;
import static io.hactl.core.decision.Role.REPLICA;
import static io.hactl.core.decision.Role.STOPPING;
import static io.hactl.core.decision.Role.SWITCHOVER;

import io.hactl.core.decision.Role;
import java.util.List;

/**
 * Which role may become which, and why: all there is. The decider finds each role from what is
 * observed alone, so that nothing in it keeps to this table; the loop compares, and whatever goes
 * another way breaks a simulation, and in the field is logged as an error.
 *
 * <p>The diagram in {@code docs/architecture.md} is drawn from it.
 */
public final class Transitions {

  /**
   * One row.
   *
   * @param because what happened, in an operator's words
   */
  public record Transition(Role from, Role to, String because) {}

  private static final List<Transition> LISTED =
      List.of(
          row(BEGINNING, BOOTSTRAPPING, "the cluster does not exist yet"),
          row(BEGINNING, COPYING, "no data here"),
          row(BEGINNING, REJOINING, "another member leads, and PostgreSQL is stopped"),
          row(BEGINNING, REPLICA, "another member leads"),
          row(BEGINNING, CANDIDATE, "nobody leads"),
          row(BEGINNING, DEMOTING, "a primary was found running without the lease"),
          row(BEGINNING, ENDING_ORPHANS, "the postmaster is dead"),
          row(BEGINNING, PAUSED, "the cluster is paused"),
          row(BEGINNING, STOPPING, "the agent is to end"),
          row(BEGINNING, REFUSED, "the data is another cluster's, or of no use"),
          row(BOOTSTRAPPING, COPYING, "another member created the cluster"),
          row(BOOTSTRAPPING, REJOINING, "another member leads, and PostgreSQL is stopped"),
          row(BOOTSTRAPPING, REPLICA, "another member leads"),
          row(BOOTSTRAPPING, CANDIDATE, "nobody leads"),
          row(BOOTSTRAPPING, PRIMARY, "the cluster is created"),
          row(BOOTSTRAPPING, DEMOTING, "the right to create the cluster was lost"),
          row(BOOTSTRAPPING, ENDING_ORPHANS, "the postmaster died"),
          row(BOOTSTRAPPING, PAUSED, "the cluster is paused"),
          row(BOOTSTRAPPING, STOPPING, "the agent is to end"),
          row(BOOTSTRAPPING, REFUSED, "the data is another cluster's"),
          row(COPYING, BOOTSTRAPPING, "the DCS has lost the cluster"),
          row(COPYING, REJOINING, "the copy is made"),
          row(COPYING, CANDIDATE, "the copy is made, and nobody leads"),
          row(COPYING, PAUSED, "the cluster is paused"),
          row(COPYING, STOPPING, "the agent is to end"),
          row(REJOINING, COPYING, "the data is given up"),
          row(REJOINING, BOOTSTRAPPING, "the DCS has lost the cluster"),
          row(REJOINING, REPLICA, "PostgreSQL is started"),
          row(REJOINING, CANDIDATE, "nobody leads"),
          row(REJOINING, ENDING_ORPHANS, "the postmaster died"),
          row(REJOINING, PAUSED, "the cluster is paused"),
          row(REJOINING, STOPPING, "the agent is to end"),
          row(REPLICA, BOOTSTRAPPING, "the DCS has lost the cluster"),
          row(REPLICA, REJOINING, "PostgreSQL is stopped"),
          row(REPLICA, CANDIDATE, "nobody leads"),
          row(REPLICA, ENDING_ORPHANS, "the postmaster died"),
          row(REPLICA, PAUSED, "the cluster is paused"),
          row(REPLICA, STOPPING, "the agent is to end"),
          row(CANDIDATE, BOOTSTRAPPING, "the DCS has lost the cluster"),
          row(CANDIDATE, REJOINING, "another member leads, and PostgreSQL is stopped"),
          row(CANDIDATE, REPLICA, "another member leads"),
          row(CANDIDATE, PRIMARY, "took the lease"),
          row(CANDIDATE, SWITCHOVER, "took the lease, and another leader was asked for"),
          row(CANDIDATE, DEMOTING, "a primary may not take the lease"),
          row(CANDIDATE, ENDING_ORPHANS, "the postmaster died"),
          row(CANDIDATE, PAUSED, "the cluster is paused"),
          row(CANDIDATE, STOPPING, "the agent is to end"),
          row(PRIMARY, BOOTSTRAPPING, "the DCS has lost the cluster"),
          row(PRIMARY, COPYING, "the data is gone"),
          row(PRIMARY, REJOINING, "gave the lease back, and another member leads"),
          row(PRIMARY, CANDIDATE, "gave the lease back"),
          row(PRIMARY, SWITCHOVER, "an operator asked for another leader"),
          row(PRIMARY, FAILSAFE_LEADER, "the DCS cannot be reached"),
          row(PRIMARY, DEMOTING, "the lease could not be renewed, or was lost"),
          row(PRIMARY, ENDING_ORPHANS, "the postmaster died"),
          row(PRIMARY, PAUSED_LEADER, "the cluster is paused"),
          row(PRIMARY, STOPPING, "the agent is to end"),
          row(SWITCHOVER, PRIMARY, "called off"),
          row(SWITCHOVER, CANDIDATE, "gave the lease back"),
          row(SWITCHOVER, REJOINING, "gave the lease back, and another member leads"),
          row(SWITCHOVER, DEMOTING, "the lease could not be renewed, or was lost"),
          row(SWITCHOVER, ENDING_ORPHANS, "the postmaster died"),
          row(SWITCHOVER, PAUSED_LEADER, "the cluster is paused"),
          row(SWITCHOVER, STOPPING, "the agent is to end"),
          row(FAILSAFE_LEADER, PRIMARY, "the DCS is back"),
          row(FAILSAFE_LEADER, DEMOTING, "a member did not agree"),
          row(FAILSAFE_LEADER, CANDIDATE, "PostgreSQL is stopped"),
          row(FAILSAFE_LEADER, ENDING_ORPHANS, "the postmaster died"),
          row(FAILSAFE_LEADER, STOPPING, "the agent is to end"),
          row(DEMOTING, BEGINNING, "stopped, and the DCS was never seen"),
          row(DEMOTING, BOOTSTRAPPING, "stopped, and another member creates the cluster"),
          row(DEMOTING, REJOINING, "stopped, and another member leads"),
          row(DEMOTING, CANDIDATE, "stopped, and nobody leads"),
          row(DEMOTING, PRIMARY, "the lease is here again"),
          row(DEMOTING, ENDING_ORPHANS, "the postmaster died"),
          row(DEMOTING, PAUSED, "the cluster is paused"),
          row(DEMOTING, STOPPING, "stopped, and the agent is to end"),
          row(ENDING_ORPHANS, BEGINNING, "ended, and the DCS was never seen"),
          row(ENDING_ORPHANS, BOOTSTRAPPING, "ended, and the cluster does not exist"),
          row(ENDING_ORPHANS, REJOINING, "ended, and another member leads"),
          row(ENDING_ORPHANS, CANDIDATE, "ended, and nobody leads"),
          row(ENDING_ORPHANS, PRIMARY, "ended, and the lease is still here"),
          row(ENDING_ORPHANS, PAUSED_LEADER, "ended, and the lease is still here"),
          row(ENDING_ORPHANS, PAUSED, "ended, and the cluster is paused"),
          row(ENDING_ORPHANS, STOPPING, "the agent is to end"),
          row(PAUSED_LEADER, PRIMARY, "the pause is over"),
          row(PAUSED_LEADER, PAUSED, "gave the lease back, or lost it"),
          row(PAUSED_LEADER, STOPPING, "the agent is to end"),
          row(PAUSED, PAUSED_LEADER, "took the lease"),
          row(PAUSED, BOOTSTRAPPING, "the pause is over, and the cluster does not exist"),
          row(PAUSED, COPYING, "the pause is over, and there is no data"),
          row(PAUSED, REJOINING, "the pause is over, and another member leads"),
          row(PAUSED, REPLICA, "the pause is over, and another member leads"),
          row(PAUSED, CANDIDATE, "the pause is over, and nobody leads"),
          row(PAUSED, DEMOTING, "the pause is over, and a primary runs without the lease"),
          row(PAUSED, ENDING_ORPHANS, "the postmaster died"),
          row(PAUSED, STOPPING, "the agent is to end"),
          row(STOPPING, DEMOTING, "the lease ends before PostgreSQL is stopped"),
          row(REFUSED, BEGINNING, "x"));

  private Transitions() {}

  /** Whether the first role may become the second directly. */
  public static boolean isListed(Role from, Role to) {
    return LISTED.stream().anyMatch(t -> t.from() == from && t.to() == to);
  }

  /** All of them, in order. */
  public static List<Transition> all() {
    return LISTED;
  }

  private static Transition row(Role from, Role to, String because) {
    return new Transition(from, to, because);
  }
}
