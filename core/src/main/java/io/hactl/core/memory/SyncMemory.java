package io.hactl.core.memory;

import io.hactl.core.model.ServerState.Running;
import io.hactl.dcs.cluster.Lsn;
import java.util.Optional;

/**
 * What is remembered of synchronous replication.
 *
 * @param names what was last put into {@code synchronous_standby_names}, as long as nobody else has
 *     changed it; empty: it is not known what a reload would put into force
 * @param since the WAL position of the primary when these names had taken effect
 * @param inDoubt the revision of the sync key that a write compared of which it is not known
 *     whether it happened: it still may, unless the key has another revision by then
 */
public record SyncMemory(Optional<String> names, Optional<Lsn> since, Optional<Long> inDoubt) {

  public static final SyncMemory NOTHING =
      new SyncMemory(Optional.empty(), Optional.empty(), Optional.empty());

  /** The names were set, and no server of older ones is at work any more. */
  public SyncMemory afterSetting(String value) {
    return new SyncMemory(Optional.of(value), Optional.empty(), inDoubt);
  }

  /** Setting the names did not succeed, and may have happened. */
  public SyncMemory afterFailure() {
    return new SyncMemory(Optional.empty(), Optional.empty(), inDoubt);
  }

  /**
   * @param server as seen after the last task had ended
   */
  SyncMemory afterSeeing(Running server) {
    if (names.isPresent() && !names.get().equals(server.synchronousStandbyNames())) {
      return afterFailure();
    }
    return names.isPresent() && since.isEmpty() && !server.inRecovery()
        ? new SyncMemory(names, Optional.of(server.writeLsn()), inDoubt)
        : this;
  }

  SyncMemory withInDoubt(long comparedRevision) {
    return new SyncMemory(names, since, Optional.of(comparedRevision));
  }

  /** Whether a write of the key that was given up may still happen to a key of this revision. */
  public boolean mayChange(long revision) {
    return inDoubt.filter(r -> r == revision).isPresent();
  }
}
