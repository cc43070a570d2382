package io.hactl.core.given;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.SYSTEM_ID;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.member;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.cluster.Failsafe;
import io.hactl.dcs.cluster.KeyProblem;
import io.hactl.dcs.cluster.Leader;
import io.hactl.dcs.cluster.LostWal;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.MemberRole;
import io.hactl.dcs.cluster.MemberState;
import io.hactl.dcs.cluster.Status;
import io.hactl.dcs.cluster.SyncState;
import io.hactl.dcs.cluster.Tags;
import io.hactl.dcs.cluster.TimelineHistory;
import io.hactl.dcs.cluster.Versioned;
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
public abstract class GivenCluster<G extends GivenCluster<G>> {

  public static final long LEADER_AT = 20;
  public static final long SYNC_AT = 30;
  public static final long FAILOVER_AT = 40;
  public static final long HISTORY_AT = 50;
  public static final long LOST_WAL_AT = 60;

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

  public DynamicConfig config() {
    return config;
  }

  public G withMember(String name, UnaryOperator<Member> change) {
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

  public G withMember(String name) {
    return withMember(name, m -> m);
  }

  public G without(String member) {
    members.remove(member);
    return self();
  }

  public G leads(String name, long session) {
    leader = Optional.of(new Leader(name, session, LEADER_AT));
    return self();
  }

  public G nobodyLeads() {
    leader = Optional.empty();
    return self();
  }

  public G initialize(String value, long session) {
    initialize = new Versioned<>(value, 1, session);
    return self();
  }

  public G noInitialize() {
    initialize = Versioned.absent("");
    return self();
  }

  public G noConfigKey() {
    configKey = false;
    return self();
  }

  public G config(String json) {
    config = config.merge(DynamicConfig.parse(json).tree());
    return self();
  }

  public G paused() {
    return config("{\"pause\": true}");
  }

  public G sync(String leader, int quorum, String... standbys) {
    SyncState state =
        new SyncState(Optional.of(leader), new LinkedHashSet<>(List.of(standbys)), quorum);
    sync = new Versioned<>(state, SYNC_AT, 0);
    return self();
  }

  /** What the cluster knows of lost WAL. */
  public G lostWal(List<LostWal> known) {
    lostWal = new Versioned<>(known, LOST_WAL_AT, 0);
    return self();
  }

  /** The failsafe key has these members. */
  public G failsafe(String... names) {
    Map<String, String> urls = new TreeMap<>();
    for (String name : names) {
      urls.put(name, "http://" + name + ":8008/patroni");
    }
    failsafe = new Versioned<>(new Failsafe(urls), 70, 0);
    return self();
  }

  public G problem(KeyProblem problem) {
    problems.add(problem);
    return self();
  }

  /** A request as in the key: empty text for what is not named. */
  public G failover(String leader, String candidate) {
    return failover(leader, candidate, Optional.empty());
  }

  public G failover(String leader, String candidate, Optional<OffsetDateTime> at) {
    Failover request =
        new Failover(
            Optional.of(leader).filter(s -> !s.isEmpty()),
            Optional.of(candidate).filter(s -> !s.isEmpty()),
            at);
    failover = new Versioned<>(request, FAILOVER_AT, 0);
    return self();
  }

  public G history(TimelineHistory.Entry... entries) {
    history = new Versioned<>(new TimelineHistory(List.of(entries)), HISTORY_AT, 0);
    return self();
  }

  /** The status key was written at this revision last. */
  public G statusAt(long revision) {
    statusRevision = revision;
    return self();
  }

  public G status(Lsn optime) {
    status = new Status(optime, Map.of(), List.of());
    return self();
  }

  public G status(Status value) {
    status = value;
    return self();
  }

  public Cluster cluster() {
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
