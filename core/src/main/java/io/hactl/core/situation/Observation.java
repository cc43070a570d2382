package io.hactl.core.situation;

import io.hactl.core.memory.Memory;
import io.hactl.core.model.FenceView;
import io.hactl.core.model.LeaseView;
import io.hactl.core.model.PeerAnswers;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresView;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.Request;
import io.hactl.core.model.Self;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.TimelineHistory;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.time.Tick;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything a decision is made from, at one moment.
 *
 * @param startedAt when this agent began
 * @param seenCluster the cluster as last seen in the DCS; empty: never seen yet
 * @param connected whether the DCS can be reached, as far as is known
 * @param stored the dynamic configuration as the cluster has it, or last had it, or begins with
 * @param config the dynamic configuration in force here: {@code stored}, and this node's own
 *     settings over it
 * @param seenPostgres empty: not looked at yet
 * @param viewedSince what was seen of PostgreSQL before this moment is out of date: a task has
 *     ended since
 * @param localHistory how the timelines before this server's ended, from its own files, once read
 * @param fence what stands ready to stop the server should this agent not be able to
 * @param running the task under way
 * @param writing the DCS writes under way
 * @param ending whether the agent was asked to end
 * @param dataDir for messages
 */
public record Observation(
    Tick now,
    OffsetDateTime wallTime,
    Tick startedAt,
    Self self,
    String dataDir,
    Optional<Cluster> seenCluster,
    boolean connected,
    DynamicConfig stored,
    DynamicConfig config,
    LeaseView lease,
    Optional<PostgresView> seenPostgres,
    Tick viewedSince,
    Optional<TimelineHistory> localHistory,
    FenceView fence,
    Optional<PostgresTask> running,
    Set<Purpose> writing,
    Optional<PeerAnswers> peerAnswers,
    List<Request> requests,
    Memory memory,
    boolean ending)
    implements Observed {

  public Observation {
    writing = Set.copyOf(writing);
    requests = List.copyOf(requests);
  }

  @Override
  public Observation observation() {
    return this;
  }
}
