package io.hactl.core.election;

import io.hactl.core.failsafe.FailsafeMember;
import io.hactl.core.model.Ailment;
import io.hactl.core.model.Survey;
import io.hactl.core.reason.Objection;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.Keys;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.dcs.cluster.SyncState;
import java.util.Comparator;
import java.util.Optional;

/** Judges who should lead next. Gathering the positions is somebody else's work. */
public final class Race {

  private Race() {}

  /**
   * Why this node must not take the lease now; empty: it may.
   *
   * @param me the standing of this node's server, observed after the leader was gone
   */
  public static Optional<Objection> objection(Situation s, Standing me, Survey survey) {
    return ownObjection(s, me)
        .or(() -> primaryAlive(survey))
        .or(() -> somebodyAhead(s, me, survey))
        .or(() -> quorumMissing(s, me, survey));
  }

  /** What speaks against this node whatever the others say. */
  public static Optional<Objection> ownObjection(Situation s, Standing me) {
    Cluster cluster = s.cluster();
    if (s.self().tags().nofailover()) {
      return Optional.of(new Objection.TaggedNofailover());
    }
    Optional<Objection> excluded = outOfSync(s).or(() -> FailsafeMember.outsider(s));
    if (excluded.isPresent()) {
      return excluded;
    }
    long lag = cluster.status().value().optime().minus(me.position());
    long allowed = s.config().maximumLagOnFailover();
    if (lag > allowed) {
      return Optional.of(new Objection.Lags(lag, allowed));
    }
    return s.config().checkTimeline() ? timelineEnded(s, me) : Optional.empty();
  }

  /** Whether the sync key speaks against this node, or cannot be read and so may. */
  public static Optional<Objection> outOfSync(Situation s) {
    if (s.cluster().hasProblem(Keys.SYNC)) {
      return Optional.of(new Objection.SyncKeyUnreadable());
    }
    SyncState sync = s.cluster().sync().value();
    return sync.isActive() && !sync.contains(s.self().name())
        ? Optional.of(new Objection.OutsideSyncKey())
        : Optional.empty();
  }

  /** Whether the cluster has gone on to a newer timeline than this node's. */
  public static Optional<Objection> timelineEnded(Situation s, Standing me) {
    int newest = FailedPromotion.newestBegun(s, me.timeline());
    return me.timeline() < newest
        ? Optional.of(new Objection.TimelineBehind(me.timeline(), newest))
        : Optional.empty();
  }

  /** Whether the member is to lead, going by what it answered: it can, and nothing is wrong. */
  public static boolean isEligible(Cluster cluster, PeerStatus peer) {
    return !peer.isIll() && couldLead(cluster, peer);
  }

  /**
   * The same for whoever races: a member that races is in the failsafe key, and lets in who is not.
   */
  public static boolean isEligibleOnceAdmitted(Cluster cluster, PeerStatus peer) {
    return !peer.isIll() && couldLeadOnceAdmitted(cluster, peer);
  }

  /** Whether the member could lead if no healthy one did. */
  static boolean couldLead(Cluster cluster, PeerStatus peer) {
    return couldLeadOnceAdmitted(cluster, peer)
        && !FailsafeMember.isOutsider(cluster.config().value(), cluster, peer.name());
  }

  private static boolean couldLeadOnceAdmitted(Cluster cluster, PeerStatus peer) {
    SyncState sync = cluster.sync().value();
    return peer.running()
        && peer.inRecovery()
        && !peer.tags().nofailover()
        && !peer.watchdogFailed()
        && !Ailment.forbidLeading(peer.ailments())
        && (!sync.isActive() || sync.contains(peer.name()));
  }

  private static Optional<Objection> primaryAlive(Survey survey) {
    return survey.answers().values().stream()
        .filter(p -> p.running() && !p.inRecovery())
        .findFirst()
        .map(p -> new Objection.PrimaryAlive(p.name()));
  }

  private static Optional<Objection> somebodyAhead(Situation s, Standing me, Survey survey) {
    // Who is ill itself has no reason to go before another that is ill and has more.
    boolean ill = s.memory().health().isIll();
    return survey.answers().values().stream()
        .filter(p -> (ill || !p.isIll()) && couldLeadOnceAdmitted(s.cluster(), p))
        // Who led last and has no key may not reach the DCS: waiting for it would never end.
        .filter(p -> !survey.withoutKey().contains(p.name()) || !Vacancy.patienceIsOver(s))
        .filter(p -> Standing.ORDER.compare(Standing.of(p), me) > 0)
        .max(Comparator.comparing(Standing::of, Standing.ORDER))
        .map(p -> new Objection.AnotherAhead(p.name()));
  }

  /**
   * In quorum mode a commit was acknowledged by the leader and by enough of the standbys that any
   * {@code quorum} of the others, together with this one, include one that has it. Only those that
   * are not ahead count, which {@link #somebodyAhead} has made sure of for all that answered.
   */
  private static Optional<Objection> quorumMissing(Situation s, Standing me, Survey survey) {
    SyncState sync = s.cluster().sync().value();
    boolean hasAll = sync.leader().filter(s.self().name()::equals).isPresent();
    if (!sync.isActive() || sync.quorum() == 0 || hasAll) {
      return Optional.empty();
    }
    long heard =
        survey.answers().values().stream()
            .filter(PeerStatus::running)
            .filter(p -> sync.standbys().contains(p.name()))
            .filter(p -> Standing.WAL.compare(Standing.of(p), me) <= 0)
            .count();
    return heard >= sync.quorum()
        ? Optional.empty()
        : Optional.of(new Objection.QuorumNotHeard(heard, sync.quorum()));
  }
}
