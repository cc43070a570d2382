package io.hactl.runner;

import io.hactl.core.decision.Action;
import io.hactl.core.model.FenceView;
import io.hactl.core.model.HealthView;
import io.hactl.core.model.LeaseView;
import io.hactl.core.model.PeerAnswers;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresView;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.Request;
import io.hactl.core.model.Self;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.TimelineHistory;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.port.PostgresControl.RunningTask;
import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that the loop knows. Touched by the loop's thread only. */
public final class AgentState {

  /** A write under way, until the watch has shown its outcome. */
  private static final long OUTCOME_UNKNOWN = Long.MAX_VALUE;

  final Tick startedAt;
  final String dataDir;
  Self self;
  Optional<Cluster> cluster = Optional.empty();
  boolean connected;
  Instant dcsLastSeen = Instant.EPOCH;
  DynamicConfig storedConfig;
  DynamicConfig config;
  LeaseView lease = LeaseView.NONE;
  FenceView fence = FenceView.READY;
  HealthView health = HealthView.HEALTHY;
  Optional<PostgresView> postgres = Optional.empty();
  Tick viewedSince;
  Optional<TimelineHistory> localHistory = Optional.empty();
  int localHistoryTimeline;
  Optional<PostgresTask> task = Optional.empty();
  Optional<RunningTask> taskHandle = Optional.empty();
  boolean taskCancelled;
  Optional<PeerAnswers> peerAnswers = Optional.empty();
  boolean asking;
  boolean askingFailsafe;
  final List<Request> requests = new ArrayList<>();
  final AgentMemory memory = new AgentMemory();
  boolean ending;

  private final Map<Purpose, Long> writing = new EnumMap<>(Purpose.class);

  public AgentState(Tick startedAt, Self self, String dataDir, DynamicConfig storedConfig) {
    this.startedAt = startedAt;
    this.viewedSince = startedAt;
    this.self = self;
    this.dataDir = dataDir;
    configure(storedConfig);
  }

  /** What this node's own settings file says of PostgreSQL counts more than what is stored. */
  void configure(DynamicConfig stored) {
    storedConfig = stored;
    config = stored.merge(self.localConfig());
  }

  void writeBegins(Action.Commit commit) {
    writing.put(commit.purpose(), OUTCOME_UNKNOWN);
    memory.writeSent(commit.transaction());
  }

  /** The write is done; its effect is visible from {@code revision} on. */
  void writeCommitted(Purpose purpose, long revision) {
    writing.put(purpose, revision);
    clearSeenWrites();
  }

  void writeEnds(Purpose purpose) {
    writing.remove(purpose);
  }

  /** Revisions that the DCS has given are of no meaning any more. */
  void forgetWrites() {
    writing.values().removeIf(revision -> revision != OUTCOME_UNKNOWN);
  }

  void seen(Cluster seen) {
    cluster = Optional.of(seen);
    connected = true;
    clearSeenWrites();
  }

  private void clearSeenWrites() {
    cluster.ifPresent(c -> writing.values().removeIf(revision -> revision <= c.revision()));
  }

  public Observation observation(TimeSource time) {
    return new Observation(
        time.now(),
        time.wallTime().atOffset(ZoneOffset.UTC),
        startedAt,
        self,
        dataDir,
        cluster,
        connected,
        storedConfig,
        config,
        lease,
        postgres,
        viewedSince,
        localHistory,
        fence,
        task,
        writing.keySet(),
        peerAnswers,
        requests,
        memory.present(),
        ending);
  }
}
