package io.hactl.core.election;

import io.hactl.core.model.PeerAnswers;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.reason.NotTakingCause;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.dcs.election.Criteria;
import io.hactl.dcs.election.Criterion;
import io.hactl.dcs.election.Eligibility;
import io.hactl.dcs.election.Objection;
import io.hactl.dcs.election.Rivals;
import io.hactl.dcs.election.Standing;
import java.util.List;
import java.util.Optional;

/**
 * This node's judgement of itself in an election, by the criteria that everybody goes by ({@link
 * Eligibility}). Gathering the positions is somebody else's work.
 */
public final class Race {

  private Race() {}

  /** How far this node is, going by its server as it was seen. */
  public static Standing standing(Situation s, Running server) {
    return new Standing(server.timeline(), server.position(), s.self().tags().failoverPriority());
  }

  /**
   * Why this node must not take the lease now; empty: it may.
   *
   * @param me the standing of this node's server, observed after the leader was gone
   */
  public static Optional<NotTakingCause> objection(
      Situation s, Standing me, PeerAnswers peerAnswers) {
    List<PeerStatus> answers = List.copyOf(peerAnswers.answers().values());
    PeerStatus self = self(s, me);
    return own(s, me)
        .or(() -> Rivals.primaryAlive(answers))
        .or(() -> Rivals.ahead(self, awaited(s, peerAnswers), rivals(s)))
        .or(() -> Rivals.quorumNotHeard(self, answers, s.cluster().sync().value(), true))
        .map(NotTakingCause.Ineligible::new);
  }

  /** What speaks against this node whatever the others say. */
  public static Optional<NotTakingCause> ownObjection(Situation s, Standing me) {
    return own(s, me).map(NotTakingCause.Ineligible::new);
  }

  private static Optional<Objection> own(Situation s, Standing me) {
    Criteria own =
        Criteria.forItself(s.cluster())
            .failsafeMode(s.config().failsafeMode())
            .leaderPosition(LastPosition.of(s))
            .maximumLag(s.config().maximumLagOnFailover())
            .newestTimeline(FailedPromotion.newestBegun(s, me.timeline()));
    return Eligibility.objection(
        self(s, me), s.config().checkTimeline() ? own.and(Criterion.NEWEST_TIMELINE) : own);
  }

  /** Whether the sync key speaks against this node, or cannot be read and so may. */
  public static Optional<NotTakingCause> outOfSync(Situation s) {
    return Eligibility.objection(
            self(s, new Standing(0, s.cluster().status().value().optime(), 0)),
            Criteria.of(s.cluster(), Criterion.SYNC_KEY_READABLE, Criterion.SYNC_KEY))
        .map(NotTakingCause.Ineligible::new);
  }

  /** Whether the cluster has gone on to a newer timeline than this node's. */
  public static Optional<NotTakingCause> timelineEnded(Situation s, Standing me) {
    return Eligibility.objection(
            self(s, me),
            Criteria.of(s.cluster(), Criterion.NEWEST_TIMELINE)
                .newestTimeline(FailedPromotion.newestBegun(s, me.timeline())))
        .map(NotTakingCause.Ineligible::new);
  }

  /**
   * What speaks against a member that an operator asked for whatever it lacks: its own tag, and a
   * leader that may be going on without the DCS and knows nothing of this member.
   */
  public static Optional<NotTakingCause> forced(Situation s, Standing me) {
    return Eligibility.objection(
            self(s, me),
            Criteria.of(s.cluster(), Criterion.TAG, Criterion.FAILSAFE_KEY)
                .failsafeMode(s.config().failsafeMode()))
        .map(NotTakingCause.Ineligible::new);
  }

  /** Whether another member races, and is healthy. */
  public static boolean isRival(Situation s, PeerStatus peer) {
    return Eligibility.isEligible(peer, Criteria.rival(s.cluster()));
  }

  /** An unhealthy node has no reason to go before another unhealthy one that has more WAL. */
  private static Criteria rivals(Situation s) {
    Criteria rivals = Criteria.rival(s.cluster());
    return s.memory().health().isUnhealthy() ? rivals.unhealthyToo() : rivals;
  }

  /** A former leader without a key may not reach the DCS: waiting for it would never end. */
  private static List<PeerStatus> awaited(Situation s, PeerAnswers peerAnswers) {
    boolean all = !Vacancy.patienceIsOver(s);
    return peerAnswers.answers().values().stream()
        .filter(peer -> all || !peerAnswers.withoutKey().contains(peer.name()))
        .toList();
  }

  private static PeerStatus self(Situation s, Standing me) {
    return Eligibility.standby(s.self().name(), s.self().tags(), me.timeline(), me.position());
  }
}
