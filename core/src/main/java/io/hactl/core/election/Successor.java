package io.hactl.core.election;

import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.Survey;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.dcs.cluster.SyncState;
import java.util.Comparator;
import java.util.Optional;

/** Chooses who would lead after this leader, before it gives up its place. */
public final class Successor {

  private Successor() {}

  /** The healthy member that would lead next, going by answers that are young enough. */
  public static Optional<PeerStatus> of(Situation s) {
    return s.survey()
        .filter(survey -> s.hasSurveySince(s.now().minus(PeerQuestion.VALID)))
        .filter(
            survey ->
                survey.answers().values().stream().allMatch(p -> !p.running() || p.inRecovery()))
        .flatMap(survey -> best(s, survey).filter(p -> wouldWin(s, survey, p)));
  }

  /** What the election asks beyond {@link #best}. */
  private static boolean wouldWin(Situation s, Survey survey, PeerStatus peer) {
    int timeline = s.server().running().map(Running::timeline).orElse(0);
    int newest = Math.max(timeline, s.cluster().history().value().newestTimeline());
    SyncState sync = s.cluster().sync().value();
    // A server that works is not stopped for a standby that has yet to follow it. One that crashed
    // has nothing to lose, and a standby that was asked just after a promotion says the old number.
    boolean mustFollow = !s.server().isStopped() || s.config().checkTimeline();
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
            .filter(p -> Standing.WAL.compare(Standing.of(p), Standing.of(peer)) <= 0)
            .count();
    return others >= sync.quorum();
  }

  /** The member that could take over from this node, whatever else the election asks. */
  public static Optional<PeerStatus> best(Situation s, Survey survey) {
    return survey.answers().values().stream()
        .filter(p -> Race.isEligible(s.cluster(), p))
        .filter(
            p ->
                s.cluster().status().value().optime().minus(p.position())
                    <= s.config().maximumLagOnFailover())
        .max(Comparator.comparing(Standing::of, Standing.ORDER));
  }
}
