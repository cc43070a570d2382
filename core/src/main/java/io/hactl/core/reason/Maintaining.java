package io.hactl.core.reason;

import io.hactl.core.model.StandbyNames;
import io.hactl.dcs.cluster.SyncState;

/** What a running server needs, and what a leader keeps in step. */
public sealed interface Maintaining extends Reason {

  /** An operator asked for a restart. */
  record Restarting() implements Maintaining {}

  /** Replication slots are made or dropped. */
  record KeepingSlots() implements Maintaining {}

  /** A standby's permanent slots are behind the leader's. */
  record MovingSlots() implements Maintaining {}

  /** Settings have changed. */
  record Configuring() implements Maintaining {}

  /** Synchronous mode is off, and the sync key is still there. */
  record SyncOff() implements Maintaining {}

  /** The data here is given up only once no election can count on it. */
  record LeavingSyncKey() implements Maintaining {}

  /**
   * @param names whom commits are to wait for
   */
  record SettingSyncNames(StandbyNames names) implements Maintaining {}

  /**
   * @param key who may be elected
   */
  record WritingSyncKey(SyncState key) implements Maintaining {}

  /** This node leads, and a standby is not yet far enough to be synchronous. */
  record WaitingForSyncStandby() implements Maintaining {}
}
