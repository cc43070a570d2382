package io.hactl.core.election;

import io.hactl.core.model.PeerAnswers;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.dcs.election.Criteria;
import io.hactl.dcs.election.Criterion;
import io.hactl.dcs.election.Eligibility;
import io.hactl.dcs.election.Objection;
import io.hactl.dcs.election.Rivals;
import io.hactl.dcs.election.Standing;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Chooses who would lead after this leader, before it gives up its place, by the criteria that
 * everybody goes by ({@link Eligibility}).
 */
public final class Successor {

  private Successor() {}

  /** The healthy member that would lead next, going by answers that are young enough. */
  public static Optional<PeerStatus> of(Situation s) {
    return s.peerAnswers()
        .filter(peerAnswers -> s.hasAnswersSince(s.now().minus(PeerQuestion.VALID)))
        .filter(peerAnswers -> Rivals.primaryAlive(peerAnswers.answers().values()).isEmpty())
        .flatMap(peerAnswers -> best(s, peerAnswers).filter(p -> wouldWin(s, peerAnswers, p)));
  }

  /** What the election asks beyond {@link #best}. */
  private static boolean wouldWin(Situation s, PeerAnswers peerAnswers, PeerStatus peer) {
    int timeline = s.server().running().map(Running::timeline).orElse(0);
    int newest = Math.max(timeline, s.cluster().history().value().newestTimeline());
    // A server that works is not stopped for a standby that has yet to follow it. A server that
    // crashed has nothing to lose, and a standby that was asked just after a promotion says the old
    // number.
    boolean mustFollow = !s.server().isStopped() || s.config().checkTimeline();
    Criteria follows =
        Criteria.of(s.cluster(), Criterion.NEWEST_TIMELINE).newestTimeline(mustFollow ? newest : 0);
    return Eligibility.isEligible(peer, follows)
        && quorum(s, peer, peerAnswers.answers().values()).isEmpty();
  }

  /** The member that could take over from this node, whatever else the election asks. */
  public static Optional<PeerStatus> best(Situation s, PeerAnswers peerAnswers) {
    return Eligibility.best(
        peerAnswers.answers().values(),
        Criteria.successor(s.cluster())
            .and(Criterion.LAG)
            .maximumLag(s.config().maximumLagOnFailover()));
  }

  /**
   * What an operator's request to hand over comes to.
   *
   * @param next who would lead; empty: nobody
   * @param objections by name, what speaks against each of those that were asked for
   */
  public record Choice(Optional<PeerStatus> next, SortedMap<String, List<Objection>> objections) {}

  /** Who takes over where an operator asked for it, or why not, for each that was asked for. */
  public static Choice requested(Situation s, Failover request, PeerAnswers peerAnswers) {
    SortedMap<String, List<Objection>> judged = new TreeMap<>();
    for (String name : wanted(s, request)) {
      judged.put(
          name,
          Optional.ofNullable(peerAnswers.answers().get(name))
              .map(peer -> objections(s, request, peer, peerAnswers))
              .orElseGet(() -> List.of(new Objection.NoAnswer())));
    }
    Optional<PeerStatus> next =
        judged.entrySet().stream()
            .filter(candidate -> candidate.getValue().isEmpty())
            .map(candidate -> peerAnswers.answers().get(candidate.getKey()))
            .max(Comparator.comparing(Standing::of, Standing.ORDER));
    return new Choice(next, judged);
  }

  private static List<String> wanted(Situation s, Failover request) {
    return request
        .candidate()
        .map(List::of)
        .orElseGet(
            () ->
                s.cluster().members().keySet().stream()
                    .filter(name -> !name.equals(s.self().name()))
                    .toList());
  }

  private static List<Objection> objections(
      Situation s, Failover request, PeerStatus peer, PeerAnswers peerAnswers) {
    Optional<Running> server = s.server().running();
    // A failover to a named member overrides what the sync key says, and how far it is behind.
    Criteria criteria =
        request.isSwitchover()
            ? Criteria.switchover(s.cluster())
            : Criteria.forced(s.cluster()).and(Criterion.LEADERS_TIMELINE);
    List<Objection> found =
        Eligibility.objections(
            peer,
            criteria
                .maximumLag(s.config().maximumLagOnFailover())
                .leaderPosition(server.map(Running::writeLsn).orElse(Lsn.ZERO))
                .leaderTimeline(server.map(Running::timeline).orElse(0)));
    // The member that was named for it needs to ask nobody when the leader has shut down cleanly.
    return found.isEmpty() && request.candidate().isEmpty()
        ? quorum(s, peer, peerAnswers.answers().values()).map(List::of).orElse(List.of())
        : found;
  }

  private static Optional<Objection> quorum(
      Situation s, PeerStatus peer, Collection<PeerStatus> answers) {
    return Rivals.quorumNotHeard(peer, answers, s.cluster().sync().value(), false);
  }
}
