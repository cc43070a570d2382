package io.hactl.core.given;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.SESSION;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.asPrimary;
import static io.hactl.core.given.Cast.data;
import static io.hactl.core.given.Cast.millis;
import static io.hactl.core.given.Cast.primary;
import static io.hactl.core.given.Cast.standby;
import static io.hactl.core.given.Cast.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.core.memory.Memory;
import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.model.FenceView;
import io.hactl.core.model.LeaseView;
import io.hactl.core.model.PeerAnswers;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresView;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.Request;
import io.hactl.core.model.Self;
import io.hactl.core.model.ServerState;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.Upstream;
import io.hactl.core.role.Decider;
import io.hactl.core.situation.Observation;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.LostWal;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.dcs.cluster.Tags;
import io.hactl.dcs.cluster.TimelineHistory;
import io.hactl.dcs.config.DynamicConfig;
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
public final class Given extends GivenCluster<Given> {

  public static final OffsetDateTime WALL =
      OffsetDateTime.of(2026, 5, 1, 12, 0, 0, 0, ZoneOffset.UTC);

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
  private Optional<PeerAnswers> peerAnswers = Optional.empty();
  private final List<Request> requests = new ArrayList<>();
  private Memory memory = Memory.NOTHING;
  private boolean ending;

  /** The member {@code a} leads and serves. */
  public static Given aPrimary() {
    return new Given().leads("a", SESSION).runs(primary()).withMember("a", self -> self);
  }

  /** The member {@code b} leads, {@code a} streams from it. */
  public static Given aReplica() {
    return new Given()
        .leads("b", 22)
        .withMember("b", b -> asPrimary(b))
        .runs(standby(TIMELINE, HERE, true, Optional.of("b")));
  }

  /** Nobody leads since 100 ms; {@code a} is a standby. */
  public static Given aCandidate() {
    return new Given()
        .remembering(m -> m.change().unlockedSince(Optional.of(NOW.minus(millis(100)))).done())
        .runs(standby(TIMELINE, HERE, false, Optional.of("b")));
  }

  /** The member {@code b} leads, the server of {@code a} is stopped. */
  public static Given aStoppedReplica(ControlState state, boolean standbySignal) {
    return aReplica().runs(new ServerState.Stopped(false)).has(data(state, standbySignal));
  }

  /** No cluster yet, and no data. */
  public static Given aNewNode() {
    return new Given().has(Cast.NO_DATA).noInitialize().noConfigKey();
  }

  public Given runs(ServerState state) {
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

  public Given stopped() {
    return runs(new ServerState.Stopped(false));
  }

  public Given has(DataDirectory directory) {
    data = directory;
    return this;
  }

  public Given localConfig(String json) {
    localConfig = DynamicConfig.parse(json);
    return this;
  }

  public Given tag(String tag, Object value) {
    tags = new Tags(Map.of(tag, value));
    return this;
  }

  public Given localHistory(TimelineHistory.Entry... entries) {
    localHistory = Optional.of(new TimelineHistory(List.of(entries)));
    return this;
  }

  public Given leaseUntil(Tick until) {
    lease = new LeaseView(SESSION, until);
    return this;
  }

  /** A lease of that whole length, whatever the settings say. */
  public Given lease(Tick until, Duration granted) {
    lease = new LeaseView(SESSION, until, Optional.of(granted));
    return this;
  }

  public Given noSession() {
    lease = LeaseView.NONE;
    return this;
  }

  public Given disconnected() {
    connected = false;
    return this;
  }

  public Given clusterNeverSeen() {
    clusterSeen = false;
    connected = false;
    return this;
  }

  public Given startedAt(Tick at) {
    startedAt = at;
    viewedSince = at;
    return this;
  }

  /** Notes of lost WAL on this node's disk. */
  public Given aside(List<LostWal> notes) {
    aside = new PostgresView.Aside(1, 1000, notes);
    return this;
  }

  public Given viewedAt(Tick at) {
    viewedAt = at;
    return this;
  }

  public Given changedAt(Tick at) {
    viewedSince = at;
    return this;
  }

  public Given busyWith(PostgresTask task) {
    running = Optional.of(task);
    return this;
  }

  public Given isWriting(Purpose... purposes) {
    writing = Set.of(purposes);
    return this;
  }

  public Given heard(PeerStatus... peers) {
    return heardAt(Cast.ago(millis(50)), peers);
  }

  public Given heardAt(Tick asked, PeerStatus... peers) {
    Map<String, PeerStatus> answers = new TreeMap<>();
    for (PeerStatus peer : peers) {
      answers.put(peer.name(), peer);
    }
    peerAnswers = Optional.of(new PeerAnswers(asked, answers, Set.of()));
    return this;
  }

  /** Of those that were heard, this one had no key when asked. */
  public Given withoutKey(String name) {
    PeerAnswers heard = peerAnswers.orElseThrow();
    peerAnswers = Optional.of(new PeerAnswers(heard.askedAt(), heard.answers(), Set.of(name)));
    return this;
  }

  public Given asked(Request request) {
    requests.add(request);
    return this;
  }

  public Given remembering(UnaryOperator<Memory> change) {
    memory = change.apply(memory);
    return this;
  }

  /** Settings and slots are as they should be, so that nothing is left to be kept in step. */
  public Given inStep() {
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
  public Given self() {
    return this;
  }

  public Given fenced(FenceView view) {
    fence = view;
    return this;
  }

  public Given ending() {
    ending = true;
    return this;
  }

  public DynamicConfig effective() {
    return config().merge(localConfig.tree());
  }

  /** The same, where all that a role decides from has been seen. */
  public Situation situation() {
    return Situation.in(observe()).orElseThrow();
  }

  public Observation observe() {
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
        peerAnswers,
        requests,
        memory,
        ending);
  }

  public Memory memory() {
    return memory;
  }

  public Outcome decide() {
    return new Outcome(Decider.decide(observe()));
  }
}
