package io.hactl.agent.core;

import io.hactl.agent.core.ServerState.Running;
import io.hactl.agent.core.ServerState.Walsender;
import io.hactl.agent.core.SyncPlan.Goal;
import io.hactl.dcs.Lsn;
import io.hactl.dcs.Member;
import io.hactl.dcs.SyncState;
import io.hactl.dcs.config.SynchronousMode;
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
     * Those that may be promoted first, then those that are well, then by {@code sync_priority};
     * who is synchronous already stays before others, so that the choice does not change with every
     * commit.
     */
    static final Comparator<Standby> ORDER =
        Comparator.<Standby, Boolean>comparing(s -> s.member().tags().nofailover())
            .thenComparing(s -> !s.member().ailments().isEmpty())
            .thenComparing(s -> -s.member().tags().syncPriority())
            .thenComparing(s -> !s.present())
            .thenComparing(Standby::flushed, Comparator.reverseOrder())
            .thenComparing(s -> s.member().name());
  }

  static Goal of(Observation o, Running server) {
    SyncState key = o.dcs().sync().value();
    List<Standby> standbys = standbys(o, server, key);
    int wanted = Math.max(1, o.config().synchronousNodeCount());
    boolean quorum = o.config().synchronousMode() == SynchronousMode.QUORUM;
    List<String> chosen =
        standbys.stream()
            .limit(quorum ? Integer.MAX_VALUE : wanted)
            .map(s -> s.member().name())
            .sorted()
            .toList();
    int count = Math.min(wanted, chosen.size());
    SyncState goal =
        new SyncState(
            Optional.of(o.self().name()), new LinkedHashSet<>(chosen), chosen.size() - count);
    if (chosen.isEmpty()) {
      return new Goal(goal, withoutStandbys(o));
    }
    return new Goal(
        goal, quorum ? StandbyNames.any(count, chosen) : StandbyNames.first(count, chosen));
  }

  /** What commits wait for while there is no synchronous standby. */
  static StandbyNames withoutStandbys(Observation o) {
    return o.config().synchronousModeStrict() ? StandbyNames.ANYBODY : StandbyNames.NONE;
  }

  private static List<Standby> standbys(Observation o, Running server, SyncState key) {
    List<Standby> streaming =
        server.walsenders().stream()
            .filter(SyncTarget::streams)
            .flatMap(w -> standby(o, key, w).stream())
            .toList();
    Lsn most =
        streaming.size() > 1
            ? streaming.stream().map(Standby::flushed).reduce(Lsn.ZERO, Lsn::max)
            : server.writeLsn();
    long lag = o.config().maximumLagOnSyncnode();
    return streaming.stream()
        .filter(s -> lag <= 0 || most.minus(s.flushed()) <= lag)
        .sorted(Standby.ORDER)
        .toList();
  }

  static boolean streams(Walsender walsender) {
    return walsender.state().equals("streaming");
  }

  private static Optional<Standby> standby(Observation o, SyncState key, Walsender walsender) {
    return o.dcs()
        .member(walsender.applicationName())
        .filter(m -> !m.name().equals(o.self().name()))
        .filter(m -> m.isRunning() && !m.tags().nosync())
        // Its connection stands long after its disk has begun to hang, and commits would wait.
        .filter(m -> !Race.forbidsLeading(m.ailments()))
        .filter(m -> isUsable(o, m.name()))
        .filter(m -> !FailsafeMember.isOutsider(o.config(), o.dcs(), m.name()))
        .map(m -> new Standby(m, walsender.flushLsn(), key.standbys().contains(m.name())));
  }

  /**
   * The key separates names by commas, and PostgreSQL does not tell upper from lower case in the
   * list: a name that would stand for another member as well is of no use.
   */
  private static boolean isUsable(Observation o, String name) {
    boolean alone =
        o.dcs().members().keySet().stream()
                .filter(
                    other -> other.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .count()
            == 1;
    return alone && !name.contains(",") && name.equals(name.strip()) && !name.equals("*");
  }
}
