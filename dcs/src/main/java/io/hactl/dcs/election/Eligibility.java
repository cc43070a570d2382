package io.hactl.dcs.election;

import io.hactl.dcs.Keys;
import io.hactl.dcs.cluster.FaultKind;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.MemberRole;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.dcs.cluster.SyncState;
import io.hactl.dcs.cluster.Tags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Judges whether a member may lead, by what it says of itself and by the cluster's keys. */
public final class Eligibility {

  private Eligibility() {}

  /** All that speaks against a member, in the order of {@link Criterion}; empty: nothing does. */
  public static List<Objection> objections(PeerStatus member, Criteria criteria) {
    List<Objection> found = new ArrayList<>();
    for (Criterion criterion : criteria.counting()) {
      objection(criterion, member, criteria).ifPresent(found::add);
    }
    return List.copyOf(found);
  }

  /** What speaks against a member first; empty: nothing does. */
  public static Optional<Objection> objection(PeerStatus member, Criteria criteria) {
    return objections(member, criteria).stream().findFirst();
  }

  /** Whether nothing speaks against a member. */
  public static boolean isEligible(PeerStatus member, Criteria criteria) {
    return objections(member, criteria).isEmpty();
  }

  /** The first in the order of an election of those that nothing speaks against. */
  public static Optional<PeerStatus> best(Collection<PeerStatus> members, Criteria criteria) {
    return members.stream()
        .filter(member -> isEligible(member, criteria))
        .max(Comparator.comparing(Standing::of, Standing.ORDER));
  }

  /**
   * All that speaks against each of several members that were asked.
   *
   * @param candidates who is judged
   * @param answers member name to its answer; who is missing gave none
   * @return an entry for each candidate, by name; an empty list: nothing speaks against it
   */
  public static SortedMap<String, List<Objection>> judge(
      Collection<Member> candidates, Map<String, PeerStatus> answers, Criteria criteria) {
    SortedMap<String, List<Objection>> judged = new TreeMap<>();
    for (Member candidate : candidates) {
      judged.put(
          candidate.name(),
          Optional.ofNullable(answers.get(candidate.name()))
              .map(answer -> objections(answer, criteria))
              .orElseGet(() -> List.of(unheard(candidate))));
    }
    return judged;
  }

  private static Objection unheard(Member candidate) {
    return candidate.apiUrl().isEmpty() ? new Objection.NoApiUrl() : new Objection.NoAnswer();
  }

  /** What a member's key says of it, as if it had answered; that may be as old as the key. */
  public static PeerStatus fromKey(Member member) {
    return new PeerStatus(
        member.name(),
        member.isRunning(),
        member.role().filter(role -> role == MemberRole.PRIMARY).isEmpty(),
        member.timeline().orElse(0),
        member.xlogLocation().orElse(Lsn.ZERO),
        member.tags(),
        member.watchdogFailed(),
        Optional.empty(),
        Set.copyOf(member.faults()));
  }

  /** A running, healthy standby: what a candidate is to itself. */
  public static PeerStatus standby(String name, Tags tags, int timeline, Lsn position) {
    return new PeerStatus(
        name, true, true, timeline, position, tags, false, Optional.empty(), Set.of());
  }

  private static Optional<Objection> objection(
      Criterion criterion, PeerStatus member, Criteria criteria) {
    SyncState sync = criteria.cluster().sync().value();
    return switch (criterion) {
      case RUNNING -> when(!member.running(), new Objection.NotRunning());
      case STANDBY -> when(member.running() && !member.inRecovery(), new Objection.RunsAsPrimary());
      case TAG -> when(member.tags().nofailover(), new Objection.TaggedNofailover());
      case WATCHDOG -> when(member.watchdogFailed(), new Objection.WatchdogFailed());
      case PROMOTABLE -> notPromotable(member);
      case HEALTHY -> unhealthy(member, criteria);
      case SYNC_KEY_READABLE ->
          when(criteria.cluster().hasProblem(Keys.SYNC), new Objection.SyncKeyUnreadable());
      case SYNC_KEY ->
          when(sync.isActive() && !sync.contains(member.name()), new Objection.OutsideSyncKey());
      case FAILSAFE_KEY ->
          when(isOutsideFailsafeKey(member, criteria), new Objection.OutsideFailsafeKey());
      case LAG -> lag(member, criteria);
      case NEWEST_TIMELINE ->
          when(
              member.timeline() < criteria.newestTimeline(),
              new Objection.TimelineBehind(member.timeline(), criteria.newestTimeline()));
      case LEADERS_TIMELINE ->
          when(
              member.timeline() != 0
                  && criteria.leaderTimeline() != 0
                  && member.timeline() != criteria.leaderTimeline(),
              new Objection.TimelineDiffers(member.timeline(), criteria.leaderTimeline()));
    };
  }

  private static Optional<Objection> when(boolean condition, Objection objection) {
    return condition ? Optional.of(objection) : Optional.empty();
  }

  private static Optional<Objection> notPromotable(PeerStatus member) {
    SortedSet<String> faults = new TreeSet<>(member.faults());
    faults.removeIf(word -> !FaultKind.forbidsLeading(word));
    return when(!faults.isEmpty(), new Objection.NotPromotable(faults));
  }

  private static Optional<Objection> unhealthy(PeerStatus member, Criteria criteria) {
    SortedSet<String> faults = new TreeSet<>(member.faults());
    if (criteria.counting().contains(Criterion.PROMOTABLE)) {
      // Those have been objected to already.
      faults.removeIf(FaultKind::forbidsLeading);
    }
    return when(!faults.isEmpty(), new Objection.Unhealthy(faults));
  }

  private static boolean isOutsideFailsafeKey(PeerStatus member, Criteria criteria) {
    Map<String, String> failsafe = criteria.cluster().failsafe().value().members();
    return criteria.failsafeMode() && !failsafe.isEmpty() && !failsafe.containsKey(member.name());
  }

  private static Optional<Objection> lag(PeerStatus member, Criteria criteria) {
    if (criteria.counting().contains(Criterion.RUNNING) && !member.running()) {
      // That has been objected to already, and a server that is down says nothing of its WAL.
      return Optional.empty();
    }
    long lag = criteria.leaderPosition().minus(member.position());
    return when(
        lag > criteria.maximumLag(),
        member.position().equals(Lsn.ZERO)
            ? new Objection.PositionUnknown(criteria.leaderPosition())
            : new Objection.Lags(lag, criteria.maximumLag()));
  }
}
