package io.hactl.agent.postgres;

import static io.hactl.agent.postgres.Await.await;
import static io.hactl.agent.postgres.TestNode.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hactl.agent.core.PostgresTask;
import io.hactl.agent.core.PostgresTask.TaskResult;
import io.hactl.agent.os.ProcFs;
import io.hactl.agent.os.ProcessId;
import io.hactl.agent.os.Signal;
import io.hactl.agent.port.PostgresControl.RunningTask;
import io.hactl.dcs.config.DynamicConfig;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that are set are in force for every commit. */
@Tag("real-postgres")
class RealSynchronousTest {

  @TempDir Path folder;

  private TestNode node;

  @BeforeEach
  void aPrimary() throws Exception {
    node = new TestNode(folder, "node-1");
    node.bootstrap();
    var on = DynamicConfig.parse("{\"synchronous_mode\": true}");
    assertThat(node.run(new PostgresTask.Configure(Optional.empty(), on)))
        .isEqualTo(new TaskResult.Succeeded());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  /** Until the checkpointer has noted that there are names, every commit returns at once. */
  @Test
  void namesAreNotInForceBeforeTheCheckpointerHasTakenThemIn() throws Exception {
    ProcessId checkpointer =
        ProcFs.alive(
                Long.parseLong(
                    node.sql(
                        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'")))
            .orElseThrow();
    Signal.STOP.sendTo(checkpointer);
    RunningTask task = node.postgres.start(new PostgresTask.SetSynchronousStandbys("FIRST 1 (b)"));
    CompletableFuture<TaskResult> result = task.result().toCompletableFuture();
    try {
      await("a new session has the names", LONG, this::newSessionsHaveTheNames);
      assertThatThrownBy(() -> result.get(1, TimeUnit.SECONDS))
          .isInstanceOf(TimeoutException.class);
      node.sql("CREATE TABLE told_to_be_safe ()");
    } finally {
      Signal.CONT.sendTo(checkpointer);
    }
    assertThat(result.get(LONG.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo(new TaskResult.Succeeded());
  }

  private boolean newSessionsHaveTheNames() {
    try {
      return node.sql("SHOW synchronous_standby_names").equals("FIRST 1 (b)");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
