package io.hactl.core.text;

import static io.hactl.core.given.Cast.upstream;
import static io.hactl.core.text.Saying.says;

import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.dcs.config.DynamicConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TaskDescriptionTest {

  private static final DynamicConfig CONFIG = DynamicConfig.EMPTY;
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  // Long: a table of tasks and their words.
  @TestFactory
  Stream<DynamicTest> eachTaskHasItsWords() {
    List<Saying<PostgresTask>> all =
        List.of(
            says(new PostgresTask.Bootstrap(CONFIG), "creating the cluster"),
            says(new PostgresTask.Clone(upstream("n2"), "", CONFIG), "copying the data from n2"),
            says(
                new PostgresTask.StartPrimary(CONFIG, TIMEOUT),
                "starting PostgreSQL as the primary"),
            says(
                new PostgresTask.StartStandby(Optional.empty(), CONFIG, TIMEOUT),
                "starting PostgreSQL as a standby"),
            says(new PostgresTask.Stop(StopPurpose.DEMOTE, false, TIMEOUT), "stopping PostgreSQL"),
            says(new PostgresTask.KillOrphans(), "ending what a dead postmaster left behind"),
            says(new PostgresTask.Promote(1, TIMEOUT), "promoting PostgreSQL"),
            says(
                new PostgresTask.Follow(Optional.of(upstream("n2")), CONFIG),
                "changing the upstream to n2"),
            says(
                new PostgresTask.Follow(Optional.empty(), CONFIG),
                "changing the upstream to nobody"),
            says(
                new PostgresTask.Restart(Optional.empty(), CONFIG, TIMEOUT),
                "restarting PostgreSQL"),
            says(
                new PostgresTask.Configure(Optional.empty(), CONFIG),
                "writing PostgreSQL's settings"),
            says(new PostgresTask.SetSynchronousStandbys(""), "setting synchronous_standby_names"),
            says(
                new PostgresTask.UpdateSlots(List.of(), List.of()),
                "bringing the replication slots in step"),
            says(new PostgresTask.MoveSlots(Map.of()), "moving the permanent slots on"),
            says(new PostgresTask.RecoverCrash(), "crash recovery"),
            says(
                new PostgresTask.CompareTimelines(upstream("n2")),
                "comparing timelines with the leader n2"),
            says(
                new PostgresTask.Rewind(upstream("n2"), CONFIG, Optional.empty()),
                "pg_rewind from n2"),
            says(
                new PostgresTask.SetAside("diverged", Optional.empty()),
                "setting the data directory aside"),
            says(
                new PostgresTask.Discard(Optional.empty()),
                "removing the data directory's contents"));
    return Saying.tests(PostgresTask.class, all, PostgresTask::description);
  }
}
