package io.hactl.agent.core;

import static io.hactl.agent.core.Cast.HERE;
import static io.hactl.agent.core.Cast.NOW;
import static io.hactl.agent.core.Cast.SESSION;
import static io.hactl.agent.core.Cast.TIMELINE;
import static io.hactl.agent.core.Cast.asPrimary;
import static io.hactl.agent.core.Cast.data;
import static io.hactl.agent.core.Cast.millis;
import static io.hactl.agent.core.Cast.primary;
import static io.hactl.agent.core.Cast.standby;
import static io.hactl.agent.core.Cast.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.agent.core.DataDirectory.ControlState;
import io.hactl.agent.core.DataDirectory.Initialized;
import io.hactl.agent.core.ServerState.Running;
import io.hactl.dcs.LostWal;
import io.hactl.dcs.Tags;
import io.hactl.dcs.TimelineHistory;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.rest.PeerStatus;
import io.hactl.time.Tick;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
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
final class Given extends GivenCluster<Given> {

  static final OffsetDateTime WALL = OffsetDateTime.of(2026, 5, 1, 12, 0, 0, 0, ZoneOffset.UTC);

  private Tick startedAt = NOW.minus(Duration.ofHours(1));
  private Tags tags = Tags.NONE;
  private boolean clusterSeen = true;
  private boolean connected = true;
  private DynamicConfig localConfig = DynamicConfig.EMPTY;
  private PostgresView.Aside aside = PostgresView.Aside.NOTHING;
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
    return new Given().has(Cast.NO_DATA).noInitialize().noConfigKey();
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

  Given localConfig(String json) {
    localConfig = DynamicConfig.parse(json);
    return this;
  }

  Given tag(String tag, Object value) {
    tags = new Tags(Map.of(tag, value));
    return this;
  }

  Given localHistory(TimelineHistory.Entry... entries) {
    localHistory = Optional.of(new TimelineHistory(List.of(entries)));
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
    survey = Optional.of(new Survey(asked, answers, Set.of()));
    return this;
  }

  /** Of those that were heard, this one had no key when asked. */
  Given withoutKey(String name) {
    Survey heard = survey.orElseThrow();
    survey = Optional.of(new Survey(heard.askedAt(), heard.answers(), Set.of(name)));
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

  @Override
  Given self() {
    return this;
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
    return config().merge(localConfig.tree());
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
        config(),
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

  Memory memory() {
    return memory;
  }

  Outcome decide() {
    return new Outcome(Decider.decide(observe()));
  }
}
