package io.hactl.agent.core;

import static io.hactl.agent.core.Cast.HERE;
import static io.hactl.agent.core.Cast.SYSTEM_ID;
import static io.hactl.agent.core.Cast.TIMELINE;
import static io.hactl.agent.core.Cast.member;

import io.hactl.dcs.Cluster;
import io.hactl.dcs.Failover;
import io.hactl.dcs.Failsafe;
import io.hactl.dcs.KeyProblem;
import io.hactl.dcs.Leader;
import io.hactl.dcs.LostWal;
import io.hactl.dcs.Lsn;
import io.hactl.dcs.Member;
import io.hactl.dcs.MemberRole;
import io.hactl.dcs.MemberState;
import io.hactl.dcs.Status;
import io.hactl.dcs.SyncState;
import io.hactl.dcs.Tags;
import io.hactl.dcs.TimelineHistory;
import io.hactl.dcs.Versioned;
import io.hactl.dcs.config.DynamicConfig;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What the DCS holds, told step by step. Unless said otherwise: the cluster has its identity, and
 * nobody leads.
 *
 * @param <G> what the telling goes on with
 */
abstract class GivenCluster<G extends GivenCluster<G>> {

  static final long LEADER_AT = 20;
  static final long SYNC_AT = 30;
  static final long FAILOVER_AT = 40;
  static final long HISTORY_AT = 50;
  static final long LOST_WAL_AT = 60;

  private Versioned<String> initialize = new Versioned<>(SYSTEM_ID, 1, 0);
  private DynamicConfig config = DynamicConfig.EMPTY;
  private boolean configKey = true;
  private Optional<Leader> leader = Optional.empty();
  private final Map<String, Member> members = new TreeMap<>();
  private long statusRevision = 3;
  private Status status = new Status(HERE, Map.of(), List.of());
  private Versioned<SyncState> sync = Versioned.absent(SyncState.EMPTY);
  private Versioned<Failover> failover = Versioned.absent(Failover.NONE);
  private Versioned<TimelineHistory> history = Versioned.absent(TimelineHistory.EMPTY);
  private Versioned<Failsafe> failsafe = Versioned.absent(Failsafe.EMPTY);
  private Versioned<List<LostWal>> lostWal = Versioned.absent(List.of());
  private final List<KeyProblem> problems = new ArrayList<>();

  abstract G self();

  DynamicConfig config() {
    return config;
  }

  G withMember(String name, UnaryOperator<Member> change) {
    Member plain =
        member(
            name,
            MemberState.RUNNING,
            MemberRole.REPLICA,
            Optional.of(TIMELINE),
            Optional.of(HERE),
            Tags.NONE,
            Optional.of("postgres://" + name + ":5432/postgres"));
    members.put(name, change.apply(plain));
    return self();
  }

  G withMember(String name) {
    return withMember(name, m -> m);
  }

  G without(String member) {
    members.remove(member);
    return self();
  }

  G leads(String name, long session) {
    leader = Optional.of(new Leader(name, session, LEADER_AT));
    return self();
  }

  G nobodyLeads() {
    leader = Optional.empty();
    return self();
  }

  G initialize(String value, long session) {
    initialize = new Versioned<>(value, 1, session);
    return self();
  }

  G noInitialize() {
    initialize = Versioned.absent("");
    return self();
  }

  G noConfigKey() {
    configKey = false;
    return self();
  }

  G config(String json) {
    config = config.merge(DynamicConfig.parse(json).tree());
    return self();
  }

  G paused() {
    return config("{\"pause\": true}");
  }

  G sync(String leader, int quorum, String... standbys) {
    SyncState state =
        new SyncState(Optional.of(leader), new LinkedHashSet<>(List.of(standbys)), quorum);
    sync = new Versioned<>(state, SYNC_AT, 0);
    return self();
  }

  /** What the cluster knows of lost WAL. */
  G lostWal(List<LostWal> known) {
    lostWal = new Versioned<>(known, LOST_WAL_AT, 0);
    return self();
  }

  /** The failsafe key has these members. */
  G failsafe(String... names) {
    Map<String, String> urls = new TreeMap<>();
    for (String name : names) {
      urls.put(name, "http://" + name + ":8008/patroni");
    }
    failsafe = new Versioned<>(new Failsafe(urls), 70, 0);
    return self();
  }

  G problem(KeyProblem problem) {
    problems.add(problem);
    return self();
  }

  /** A request as in the key: empty text for what is not named. */
  G failover(String leader, String candidate) {
    return failover(leader, candidate, Optional.empty());
  }

  G failover(String leader, String candidate, Optional<OffsetDateTime> at) {
    Failover request =
        new Failover(
            Optional.of(leader).filter(s -> !s.isEmpty()),
            Optional.of(candidate).filter(s -> !s.isEmpty()),
            at);
    failover = new Versioned<>(request, FAILOVER_AT, 0);
    return self();
  }

  G history(TimelineHistory.Entry... entries) {
    history = new Versioned<>(new TimelineHistory(List.of(entries)), HISTORY_AT, 0);
    return self();
  }

  /** The status key was written at this revision last. */
  G statusAt(long revision) {
    statusRevision = revision;
    return self();
  }

  G status(Lsn optime) {
    status = new Status(optime, Map.of(), List.of());
    return self();
  }

  G status(Status value) {
    status = value;
    return self();
  }

  Cluster cluster() {
    return new Cluster(
        100,
        initialize,
        configKey ? new Versioned<>(config, 2, 0) : Versioned.absent(DynamicConfig.EMPTY),
        leader,
        new TreeMap<>(members),
        new Versioned<>(status, statusRevision, 0),
        sync,
        failover,
        history,
        failsafe,
        lostWal,
        problems);
  }
}
