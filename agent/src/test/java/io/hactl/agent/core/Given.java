package io.hactl.agent.core;

import static io.hactl.agent.core.Cast.HERE;
import static io.hactl.agent.core.Cast.NOW;
import static io.hactl.agent.core.Cast.SESSION;
import static io.hactl.agent.core.Cast.SYSTEM_ID;
import static io.hactl.agent.core.Cast.TIMELINE;
import static io.hactl.agent.core.Cast.asPrimary;
import static io.hactl.agent.core.Cast.data;
import static io.hactl.agent.core.Cast.member;
import static io.hactl.agent.core.Cast.millis;
import static io.hactl.agent.core.Cast.primary;
import static io.hactl.agent.core.Cast.standby;
import static io.hactl.agent.core.Cast.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.agent.core.DataDirectory.ControlState;
import io.hactl.agent.core.DataDirectory.Initialized;
import io.hactl.agent.core.ServerState.Running;
import io.hactl.dcs.Cluster;
import io.hactl.dcs.DynamicConfig;
import io.hactl.dcs.Failover;
import io.hactl.dcs.Failsafe;
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
import io.hactl.rest.PeerStatus;
import io.hactl.time.Tick;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A situation of the member {@code a}, told step by step. Unless said otherwise: timeline 3, the
 * DCS answers, the session 11 has its whole ttl of 30 s ahead, and PostgreSQL was looked at now.
 */
final class Given {

  static final long LEADER_AT = 20;
  static final long SYNC_AT = 30;
  static final long FAILOVER_AT = 40;
  static final long HISTORY_AT = 50;
  static final long LOST_WAL_AT = 60;
  static final OffsetDateTime WALL = OffsetDateTime.of(2026, 5, 1, 12, 0, 0, 0, ZoneOffset.UTC);

  private Tick startedAt = NOW.minus(Duration.ofHours(1));
  private Tags tags = Tags.NONE;
  private boolean clusterSeen = true;
  private boolean connected = true;
  private Versioned<String> initialize = new Versioned<>(SYSTEM_ID, 1, 0);
  private DynamicConfig config = DynamicConfig.EMPTY;
  private DynamicConfig localConfig = DynamicConfig.EMPTY;
  private boolean configKey = true;
  private Optional<Leader> leader = Optional.empty();
  private final Map<String, Member> members = new TreeMap<>();
  private Status status = new Status(HERE, Map.of(), List.of());
  private Versioned<SyncState> sync = Versioned.absent(SyncState.EMPTY);
  private Versioned<Failover> failover = Versioned.absent(Failover.NONE);
  private Versioned<TimelineHistory> history = Versioned.absent(TimelineHistory.EMPTY);
  private Versioned<Failsafe> failsafe = Versioned.absent(Failsafe.EMPTY);
  private PostgresView.Aside aside = PostgresView.Aside.NOTHING;
  private Versioned<List<LostWal>> lostWal = Versioned.absent(List.of());
  private final List<String> problems = new ArrayList<>();
  private LeaseView lease = new LeaseView(SESSION, NOW.plus(Duration.ofSeconds(30)));
  private DataDirectory data = data(ControlState.IN_PRODUCTION, false);
  private ServerState server = new ServerState.Stopped(false);
  private Tick viewedAt = NOW;
  private Tick viewedSince = startedAt;
  private Optional<TimelineHistory> localHistory = Optional.empty();
  private FenceView fence = FenceView.READY;
  private Optional<PostgresTask> running = Optional.empty();
  private Set<Purpose> writing = Set.of();
  private Optional<Survey> survey = Optional.empty();
  private final List<Request> requests = new ArrayList<>();
  private Memory memory = Memory.NOTHING;
  private boolean ending;

  /** The member {@code a} leads and serves. */
  static Given aPrimary() {
    return new Given().leads("a", SESSION).runs(primary()).withMember("a", self -> self);
  }

  /** The member {@code b} leads, {@code a} streams from it. */
  static Given aReplica() {
    return new Given()
        .leads("b", 22)
        .withMember("b", b -> asPrimary(b))
        .runs(standby(TIMELINE, HERE, true, Optional.of("b")));
  }

  /** Nobody leads since 100 ms; {@code a} is a standby. */
  static Given aCandidate() {
    return new Given()
        .remembering(m -> m.change().unlockedSince(Optional.of(NOW.minus(millis(100)))).done())
        .runs(standby(TIMELINE, HERE, false, Optional.of("b")));
  }

  /** The member {@code b} leads, the server of {@code a} is stopped. */
  static Given aStoppedReplica(ControlState state, boolean standbySignal) {
    return aReplica().runs(new ServerState.Stopped(false)).has(data(state, standbySignal));
  }

  /** No cluster yet, and no data. */
  static Given aNewNode() {
    Given given = new Given().has(new DataDirectory.Empty());
    given.initialize = Versioned.absent("");
    given.configKey = false;
    return given;
  }

  Given withMember(String name, UnaryOperator<Member> change) {
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
    return this;
  }

  Given withMember(String name) {
    return withMember(name, m -> m);
  }

  Given without(String member) {
    members.remove(member);
    return this;
  }

  Given leads(String name, long session) {
    leader = Optional.of(new Leader(name, session, LEADER_AT));
    return this;
  }

  Given nobodyLeads() {
    leader = Optional.empty();
    return this;
  }

  Given runs(ServerState state) {
    server = state;
    if (state instanceof Running r && data instanceof Initialized d) {
      data =
          new Initialized(
              d.systemIdentifier(),
              d.majorVersion(),
              r.inRecovery() ? ControlState.IN_ARCHIVE_RECOVERY : ControlState.IN_PRODUCTION,
              r.timeline(),
              r.position(),
              r.inRecovery());
    }
    return this;
  }

  Given stopped() {
    return runs(new ServerState.Stopped(false));
  }

  Given has(DataDirectory directory) {
    data = directory;
    return this;
  }

  Given initialize(String value, long session) {
    initialize = new Versioned<>(value, 1, session);
    return this;
  }

  Given noInitialize() {
    initialize = Versioned.absent("");
    return this;
  }

  Given noConfigKey() {
    configKey = false;
    return this;
  }

  Given config(String json) {
    config = config.merge(DynamicConfig.parse(json).tree());
    return this;
  }

  Given localConfig(String json) {
    localConfig = DynamicConfig.parse(json);
    return this;
  }

  Given paused() {
    return config("{\"pause\": true}");
  }

  Given tag(String tag, Object value) {
    tags = new Tags(Map.of(tag, value));
    return this;
  }

  Given sync(String leader, int quorum, String... standbys) {
    SyncState state =
        new SyncState(Optional.of(leader), new LinkedHashSet<>(List.of(standbys)), quorum);
    sync = new Versioned<>(state, SYNC_AT, 0);
    return this;
  }

  /** The failsafe key has these members. */
  Given failsafe(String... names) {
    Map<String, String> urls = new TreeMap<>();
    for (String name : names) {
      urls.put(name, "http://" + name + ":8008/patroni");
    }
    failsafe = new Versioned<>(new Failsafe(urls), 70, 0);
    return this;
  }

  Given problem(String problem) {
    problems.add(problem);
    return this;
  }

  /** A request as in the key: empty text for what is not named. */
  Given failover(String leader, String candidate) {
    return failover(leader, candidate, Optional.empty());
  }

  Given failover(String leader, String candidate, Optional<OffsetDateTime> at) {
    Failover request =
        new Failover(
            Optional.of(leader).filter(s -> !s.isEmpty()),
            Optional.of(candidate).filter(s -> !s.isEmpty()),
            at);
    failover = new Versioned<>(request, FAILOVER_AT, 0);
    return this;
  }

  Given history(TimelineHistory.Entry... entries) {
    history = new Versioned<>(new TimelineHistory(List.of(entries)), HISTORY_AT, 0);
    return this;
  }

  Given localHistory(TimelineHistory.Entry... entries) {
    localHistory = Optional.of(new TimelineHistory(List.of(entries)));
    return this;
  }

  Given status(Lsn optime) {
    status = new Status(optime, Map.of(), List.of());
    return this;
  }

  Given status(Status value) {
    status = value;
    return this;
  }

  Given leaseUntil(Tick until) {
    lease = new LeaseView(SESSION, until);
    return this;
  }

  /** A lease of that whole length, whatever the settings say. */
  Given lease(Tick until, Duration granted) {
    lease = new LeaseView(SESSION, until, Optional.of(granted));
    return this;
  }

  Given noSession() {
    lease = LeaseView.NONE;
    return this;
  }

  Given disconnected() {
    connected = false;
    return this;
  }

  Given clusterNeverSeen() {
    clusterSeen = false;
    connected = false;
    return this;
  }

  Given startedAt(Tick at) {
    startedAt = at;
    viewedSince = at;
    return this;
  }

  /** Notes of lost WAL on this node's disk. */
  Given aside(List<LostWal> notes) {
    aside = new PostgresView.Aside(1, 1000, notes);
    return this;
  }

  /** What the cluster knows of lost WAL. */
  Given lostWal(List<LostWal> known) {
    lostWal = new Versioned<>(known, LOST_WAL_AT, 0);
    return this;
  }

  Given viewedAt(Tick at) {
    viewedAt = at;
    return this;
  }

  Given changedAt(Tick at) {
    viewedSince = at;
    return this;
  }

  Given busyWith(PostgresTask task) {
    running = Optional.of(task);
    return this;
  }

  Given isWriting(Purpose... purposes) {
    writing = Set.of(purposes);
    return this;
  }

  Given heard(PeerStatus... peers) {
    return heardAt(Cast.ago(millis(50)), peers);
  }

  Given heardAt(Tick asked, PeerStatus... peers) {
    Map<String, PeerStatus> answers = new TreeMap<>();
    for (PeerStatus peer : peers) {
      answers.put(peer.name(), peer);
    }
    survey = Optional.of(new Survey(asked, answers));
    return this;
  }

  Given asked(Request request) {
    requests.add(request);
    return this;
  }

  Given remembering(UnaryOperator<Memory> change) {
    memory = change.apply(memory);
    return this;
  }

  /** Settings and slots are as they should be, so that nothing is left to be kept in step. */
  Given inStep() {
    Optional<Upstream> upstream =
        server.isStandby() ? Optional.of(upstream("b")) : Optional.empty();
    return remembering(
        m ->
            m.change()
                .configured(Optional.of(new Memory.Configured(effective(), upstream)))
                .memberAt(NOW)
                .statusAt(NOW)
                .done());
  }

  Given fenced(FenceView view) {
    fence = view;
    return this;
  }

  Given ending() {
    ending = true;
    return this;
  }

  DynamicConfig effective() {
    return config.merge(localConfig.tree());
  }

  Observation observe() {
    JsonNode local = localConfig.tree();
    Self self =
        new Self(
            "a",
            "postgres://a:5432/postgres",
            "http://a:8008/patroni",
            Optional.empty(),
            "1",
            tags,
            DynamicConfig.parse("{\"ttl\": 21}"),
            local);
    return new Observation(
        NOW,
        WALL,
        startedAt,
        self,
        "/data",
        clusterSeen ? Optional.of(cluster()) : Optional.empty(),
        connected,
        config,
        effective(),
        lease,
        Optional.of(new PostgresView(viewedAt, data, server, aside)),
        viewedSince,
        localHistory,
        fence,
        running,
        writing,
        survey,
        requests,
        memory,
        ending);
  }

  Cluster cluster() {
    return new Cluster(
        100,
        initialize,
        configKey ? new Versioned<>(config, 2, 0) : Versioned.absent(DynamicConfig.EMPTY),
        leader,
        new TreeMap<>(members),
        new Versioned<>(status, 3, 0),
        sync,
        failover,
        history,
        failsafe,
        lostWal,
        problems);
  }

  Memory memory() {
    return memory;
  }

  Outcome decide() {
    return new Outcome(Decider.decide(observe()));
  }
}
