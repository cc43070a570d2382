package io.hactl.rest.node;

import io.hactl.dcs.Dcs;
import io.hactl.dcs.cluster.Lsn;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What the HTTP server needs of the agent it speaks for. */
public interface AgentApi {

  /** The last published snapshot, at once. */
  NodeSnapshot snapshot();

  /**
   * Observes PostgreSQL anew and completes with the snapshot after that; never later than a quarter
   * of a second, then with the newest there is, {@linkplain NodeSnapshot#withoutStandbyPosition
   * without a standby's position}.
   */
  CompletionStage<NodeSnapshot> refreshed();

  /**
   * Tells {@code listener} every snapshot from now on, as it is published; the listener must not
   * block. Requests that wait for an outcome follow the cluster with it.
   */
  Subscription onSnapshot(Consumer<NodeSnapshot> listener);

  /** Ends with {@link #close()}. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** The cluster's DCS, for requests that are written there. */
  Dcs dcs();

  /** Restarts PostgreSQL, now or later; completes when that has been done or planned. */
  CompletionStage<OperationResult> restart(RestartRequest request);

  /** Forgets a planned restart: 200, or 404 where none is planned. */
  CompletionStage<OperationResult> cancelRestart();

  /** A leader without the DCS asks to go on: 200 {@code Accepted}, 502 or 503. */
  CompletionStage<OperationResult> failsafe(FailsafeCall call);

  /** Reads the settings again: 202. */
  CompletionStage<OperationResult> reload();

  /**
   * Replaces this replica's data by a new base backup; completes when it has been started.
   *
   * @param force give up what the agent is doing
   * @param fromLeader take the backup from the leader only
   */
  CompletionStage<OperationResult> reinitialize(boolean force, boolean fromLeader);

  /**
   * @param status the HTTP status
   * @param message one sentence
   */
  record OperationResult(int status, String message) {}

  /**
   * What a leader without the DCS says of itself.
   *
   * @param slots its slots' positions
   * @param ttl for how long it wants to go on; zero: as long as the ttl of this member
   * @param leaderRevision of the leader key that it holds or held; 0: it did not say
   */
  record FailsafeCall(
      String name,
      String connUrl,
      String apiUrl,
      Map<String, Lsn> slots,
      Duration ttl,
      long leaderRevision) {
    public FailsafeCall {
      slots = Map.copyOf(slots);
    }
  }

  /**
   * Conditions of a restart; each that is present must hold.
   *
   * @param schedule when; empty: now
   * @param role {@code primary}, {@code standby_leader} or {@code replica}
   * @param postgresVersion only a server older than this version, {@code 16.2}
   * @param onlyIfPending only where a parameter waits for a restart
   * @param timeoutSeconds how long a start may take before the leader yields
   */
  record RestartRequest(
      Optional<OffsetDateTime> schedule,
      Optional<String> role,
      Optional<String> postgresVersion,
      boolean onlyIfPending,
      Optional<Integer> timeoutSeconds) {}
}
