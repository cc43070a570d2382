package io.hactl.core.role;

import static io.hactl.core.decision.Role.BEGINNING;
import static io.hactl.core.decision.Role.BOOTSTRAPPING;
import static io.hactl.core.decision.Role.CANDIDATE;
import static io.hactl.core.decision.Role.COPYING;
import static io.hactl.core.decision.Role.DEMOTING;
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
          row(BEGINNING, COPYING, "the cluster exists, and there is no data here"),
          row(BEGINNING, REJOINING, "another leads, PostgreSQL is stopped"),
          row(BEGINNING, REPLICA, "another leads, PostgreSQL runs"),
          row(BEGINNING, CANDIDATE, "nobody leads"),
          row(BEGINNING, DEMOTING, "a primary runs, and may not"),
          row(BEGINNING, PAUSED, "the cluster is paused"),
          row(BEGINNING, REFUSED, "the data is another cluster's"),
          row(BEGINNING, STOPPING, "the agent is to end"),
          row(BOOTSTRAPPING, COPYING, "another member created the cluster"),
          row(BOOTSTRAPPING, REJOINING, "another leads, PostgreSQL is stopped"),
          row(BOOTSTRAPPING, REPLICA, "another leads, PostgreSQL runs"),
          row(BOOTSTRAPPING, CANDIDATE, "the cluster exists, and nobody leads"),
          row(BOOTSTRAPPING, PRIMARY, "the cluster is announced, with the lease"),
          row(BOOTSTRAPPING, SWITCHOVER, "it is announced, another leader was asked for"),
          row(BOOTSTRAPPING, DEMOTING, "the right to create the cluster was lost"),
          row(BOOTSTRAPPING, PAUSED, "the cluster is paused"),
          row(BOOTSTRAPPING, REFUSED, "the data is another cluster's"),
          row(BOOTSTRAPPING, STOPPING, "the agent is to end"),
          row(COPYING, BOOTSTRAPPING, "the DCS has lost the cluster"),
          row(COPYING, REJOINING, "the copy is made"),
          row(COPYING, CANDIDATE, "the copy is made, and nobody leads"),
          row(COPYING, PAUSED, "the cluster is paused"),
          row(COPYING, STOPPING, "the agent is to end"),
          row(REJOINING, BOOTSTRAPPING, "the DCS has lost the cluster"),
          row(REJOINING, COPYING, "the data was given up"),
          row(REJOINING, REPLICA, "PostgreSQL is started"),
          row(REJOINING, CANDIDATE, "nobody leads any more"),
          row(REJOINING, DEMOTING, "somebody started PostgreSQL as a primary by hand"),
          row(REJOINING, PAUSED, "the cluster is paused"),
          row(REJOINING, STOPPING, "the agent is to end"),
          row(REPLICA, BOOTSTRAPPING, "the DCS has lost the cluster"),
          row(REPLICA, REJOINING, "PostgreSQL is stopped"),
          row(REPLICA, CANDIDATE, "nobody leads any more"),
          row(REPLICA, DEMOTING, "somebody promoted PostgreSQL by hand"),
          row(REPLICA, PAUSED, "the cluster is paused"),
          row(REPLICA, STOPPING, "the agent is to end"),
          row(CANDIDATE, BOOTSTRAPPING, "the DCS has lost the cluster"),
          row(CANDIDATE, REJOINING, "another leads, PostgreSQL is stopped"),
          row(CANDIDATE, REPLICA, "another leads, PostgreSQL runs"),
          row(CANDIDATE, PRIMARY, "took the lease"),
          row(CANDIDATE, SWITCHOVER, "took the lease, and another leader was asked for"),
          row(CANDIDATE, FAILSAFE_LEADER, "a primary answers again, and all members agree"),
          row(CANDIDATE, DEMOTING, "a primary runs, and may not"),
          row(CANDIDATE, PAUSED, "the cluster is paused"),
          row(CANDIDATE, PAUSED_LEADER, "took the lease, and the cluster is paused"),
          row(CANDIDATE, STOPPING, "the agent is to end"),
          row(PRIMARY, BOOTSTRAPPING, "the DCS has lost the cluster"),
          row(PRIMARY, COPYING, "the data is gone"),
          row(PRIMARY, REJOINING, "gave the lease back, and another member leads"),
          row(PRIMARY, REPLICA, "not promoted, and another member leads"),
          row(PRIMARY, CANDIDATE, "gave the lease back, or lost it, stopped"),
          row(PRIMARY, SWITCHOVER, "an operator asked for another leader"),
          row(PRIMARY, FAILSAFE_LEADER, "the DCS cannot be reached, and all members agree"),
          row(PRIMARY, DEMOTING, "the lease could not be renewed, or was lost"),
          row(PRIMARY, PAUSED_LEADER, "the cluster is paused"),
          row(PRIMARY, PAUSED, "the cluster is paused, and the lease was lost"),
          row(PRIMARY, STOPPING, "the agent is to end"),
          row(SWITCHOVER, BOOTSTRAPPING, "the DCS has lost the cluster"),
          row(SWITCHOVER, REJOINING, "handed over, and another member leads"),
          row(SWITCHOVER, CANDIDATE, "handed over"),
          row(SWITCHOVER, PRIMARY, "called off"),
          row(SWITCHOVER, FAILSAFE_LEADER, "the DCS cannot be reached, and all members agree"),
          row(SWITCHOVER, DEMOTING, "the lease could not be renewed, or was lost"),
          row(SWITCHOVER, PAUSED_LEADER, "the cluster is paused"),
          row(SWITCHOVER, PAUSED, "the cluster is paused, and the lease was lost"),
          row(SWITCHOVER, STOPPING, "the agent is to end"),
          row(FAILSAFE_LEADER, BOOTSTRAPPING, "the DCS has lost the cluster"),
          row(FAILSAFE_LEADER, CANDIDATE, "PostgreSQL is stopped, or does not answer"),
          row(FAILSAFE_LEADER, REJOINING, "PostgreSQL is stopped, and another member leads"),
          row(FAILSAFE_LEADER, PRIMARY, "the DCS is back"),
          row(FAILSAFE_LEADER, SWITCHOVER, "the DCS is back, and another leader was asked for"),
          row(FAILSAFE_LEADER, DEMOTING, "not all members agree any more, or another one leads"),
          row(FAILSAFE_LEADER, PAUSED, "the DCS is back, and the cluster is paused"),
          row(FAILSAFE_LEADER, PAUSED_LEADER, "the DCS is back, and the cluster is paused"),
          row(FAILSAFE_LEADER, STOPPING, "the agent is to end"),
          row(DEMOTING, BEGINNING, "stopped, and the DCS was never seen"),
          row(DEMOTING, BOOTSTRAPPING, "stopped, and the cluster is not announced yet"),
          row(DEMOTING, REJOINING, "stopped, and another member leads"),
          row(DEMOTING, CANDIDATE, "stopped, and nobody leads"),
          row(DEMOTING, PRIMARY, "the lease is renewed after all"),
          row(DEMOTING, SWITCHOVER, "the lease is renewed, another leader was asked for"),
          row(DEMOTING, PAUSED_LEADER, "the lease is renewed, the cluster is paused"),
          row(DEMOTING, PAUSED, "the cluster is paused"),
          row(DEMOTING, STOPPING, "stopped, and the agent is to end"),
          row(PAUSED_LEADER, CANDIDATE, "the pause is over, and the lease was lost"),
          row(PAUSED_LEADER, REJOINING, "the pause is over, and another member leads"),
          row(PAUSED_LEADER, PRIMARY, "the pause is over"),
          row(PAUSED_LEADER, SWITCHOVER, "the pause is over, and another leader was asked for"),
          row(PAUSED_LEADER, DEMOTING, "the pause is over, and so is the lease"),
          row(PAUSED_LEADER, PAUSED, "gave the lease back, or lost it"),
          row(PAUSED_LEADER, STOPPING, "the agent is to end"),
          row(PAUSED, BOOTSTRAPPING, "the pause is over, and the cluster does not exist"),
          row(PAUSED, COPYING, "the pause is over, and there is no data here"),
          row(PAUSED, REJOINING, "the pause is over, another leads, PostgreSQL is stopped"),
          row(PAUSED, REPLICA, "the pause is over, and another member leads"),
          row(PAUSED, CANDIDATE, "the pause is over, and nobody leads"),
          row(PAUSED, PRIMARY, "the pause is over, and the lease is here after all"),
          row(PAUSED, SWITCHOVER, "the lease is here after all, another leader was asked for"),
          row(PAUSED, FAILSAFE_LEADER, "the pause is over, all members agree"),
          row(PAUSED, DEMOTING, "the pause is over, and a primary runs that may not"),
          row(PAUSED, PAUSED_LEADER, "took the lease"),
          row(PAUSED, REFUSED, "the pause is over, and the data is another cluster's"),
          row(PAUSED, STOPPING, "the agent is to end"),
          row(STOPPING, DEMOTING, "the lease ends before PostgreSQL is stopped"));

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
