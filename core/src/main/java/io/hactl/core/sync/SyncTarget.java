package io.hactl.core.sync;

import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.ServerState.Walsender;
import io.hactl.core.model.StandbyNames;
import io.hactl.core.situation.Situation;
import io.hactl.core.sync.SyncPlan.Goal;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.SyncState;
import io.hactl.dcs.config.SynchronousMode;
import io.hactl.dcs.election.Criteria;
import io.hactl.dcs.election.Criterion;
import io.hactl.dcs.election.Eligibility;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which standbys should be synchronous, going by the settings and by who streams from here. */
final class SyncTarget {

  private SyncTarget() {}

  /** A standby that may become or stay synchronous. */
  private record Standby(Member member, Lsn flushed, boolean present) {

    /**
     * Those that may be promoted first, then those that are healthy, then by {@code sync_priority};
     * who is synchronous already stays before others, so that the choice does not change with every
     * commit.
     */
    static final Comparator<Standby> ORDER =
        Comparator.<Standby, Boolean>comparing(s -> s.member().tags().nofailover())
            .thenComparing(s -> !s.member().faults().isEmpty())
            .thenComparing(s -> -s.member().tags().syncPriority())
            .thenComparing(s -> !s.present())
            .thenComparing(Standby::flushed, Comparator.reverseOrder())
            .thenComparing(s -> s.member().name());
  }

  static Goal of(Situation s, Running server) {
    SyncState key = s.cluster().sync().value();
    List<Standby> standbys = standbys(s, server, key);
    int wanted = Math.max(1, s.config().synchronousNodeCount());
    boolean quorum = s.config().synchronousMode() == SynchronousMode.QUORUM;
    List<String> chosen =
        standbys.stream()
            .limit(quorum ? Integer.MAX_VALUE : wanted)
            .map(standby -> standby.member().name())
            .sorted()
            .toList();
    int count = Math.min(wanted, chosen.size());
    SyncState goal =
        new SyncState(
            Optional.of(s.self().name()), new LinkedHashSet<>(chosen), chosen.size() - count);
    if (chosen.isEmpty()) {
      return new Goal(goal, withoutStandbys(s));
    }
    return new Goal(
        goal, quorum ? StandbyNames.any(count, chosen) : StandbyNames.first(count, chosen));
  }

  /** What commits wait for while there is no synchronous standby. */
  static StandbyNames withoutStandbys(Situation s) {
    return s.config().synchronousModeStrict() ? StandbyNames.ANYBODY : StandbyNames.NONE;
  }

  private static List<Standby> standbys(Situation s, Running server, SyncState key) {
    List<Standby> streaming =
        server.walsenders().stream()
            .filter(SyncTarget::streams)
            .flatMap(w -> standby(s, key, w).stream())
            .toList();
    Lsn most =
        streaming.size() > 1
            ? streaming.stream().map(Standby::flushed).reduce(Lsn.ZERO, Lsn::max)
            : server.writeLsn();
    long lag = s.config().maximumLagOnSyncnode();
    return streaming.stream()
        .filter(standby -> lag <= 0 || most.minus(standby.flushed()) <= lag)
        .sorted(Standby.ORDER)
        .toList();
  }

  static boolean streams(Walsender walsender) {
    return walsender.state().equals("streaming");
  }

  private static Optional<Standby> standby(Situation s, SyncState key, Walsender walsender) {
    return s.cluster()
        .member(walsender.applicationName())
        .filter(m -> !m.name().equals(s.self().name()))
        .filter(m -> m.isRunning() && !m.tags().nosync())
        .filter(m -> isUsable(s, m.name()))
        .filter(m -> Eligibility.isEligible(Eligibility.fromKey(m), promotable(s)))
        .map(m -> new Standby(m, walsender.flushLsn(), key.standbys().contains(m.name())));
  }

  /**
   * Commits wait for nobody who could not lead after them. A member's connection stands long after
   * its disk has begun to hang.
   */
  private static Criteria promotable(Situation s) {
    return Criteria.of(s.cluster(), Criterion.PROMOTABLE, Criterion.FAILSAFE_KEY)
        .failsafeMode(s.config().failsafeMode());
  }

  /**
   * The key separates names by commas, and PostgreSQL does not tell upper from lower case in the
   * list: a name that would stand for another member as well is of no use.
   */
  private static boolean isUsable(Situation s, String name) {
    boolean alone =
        s.cluster().members().keySet().stream()
                .filter(
                    other -> other.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .count()
            == 1;
    return alone && !name.contains(",") && name.equals(name.strip()) && !name.equals("*");
  }
}
