package io.hactl.core.text;

import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.Upstream;

/** Says in a few words what a task does. */
public final class TaskText {

  private TaskText() {}

  /** The task in words. */
  public static String of(PostgresTask task) {
    return switch (task) {
      case PostgresTask.Bootstrap _ -> "creating the cluster";
      case PostgresTask.Clone c -> "copying the data from " + c.source().name();
      case PostgresTask.StartPrimary _ -> "starting PostgreSQL as the primary";
      case PostgresTask.StartStandby _ -> "starting PostgreSQL as a standby";
      case PostgresTask.Stop _ -> "stopping PostgreSQL";
      case PostgresTask.KillOrphans _ -> "ending what a dead postmaster left behind";
      case PostgresTask.Promote _ -> "promoting PostgreSQL";
      case PostgresTask.Follow f ->
          "changing the upstream to " + f.upstream().map(Upstream::name).orElse("nobody");
      case PostgresTask.Restart _ -> "restarting PostgreSQL";
      case PostgresTask.Configure _ -> "writing PostgreSQL's settings";
      case PostgresTask.SetSynchronousStandbys _ -> "setting synchronous_standby_names";
      case PostgresTask.SyncSlots _ -> "bringing the replication slots in step";
      case PostgresTask.MoveSlots _ -> "moving the permanent slots on";
      case PostgresTask.RecoverCrash _ -> "crash recovery";
      case PostgresTask.CompareTimelines c ->
          "comparing timelines with the leader " + c.leader().name();
      case PostgresTask.Rewind r -> "pg_rewind from " + r.leader().name();
      case PostgresTask.SetAside _ -> "setting the data directory aside";
      case PostgresTask.Discard _ -> "removing the data directory's contents";
    };
  }
}
