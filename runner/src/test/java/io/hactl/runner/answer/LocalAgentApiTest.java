package io.hactl.runner.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.KeySpace;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.MemberRole;
import io.hactl.dcs.cluster.MemberState;
import io.hactl.dcs.cluster.Tags;
import io.hactl.dcs.codec.ClusterCodec;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.rest.node.NodeSnapshot;
import io.hactl.rest.node.NodeSnapshotBuilder;
import io.hactl.rest.node.ServerBuilder;
import io.hactl.runner.event.Event;
import io.hactl.time.Tick;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the agent answers to those who ask where its server is. */
class LocalAgentApiTest {

  private static final Lsn BEFORE = new Lsn(4096);
  private static final Lsn BY_NOW = new Lsn(8192);

  private final SnapshotBoard board = new SnapshotBoard();

  @Test
  void aPositionThatWasSeenAfterTheQuestionIsTold() throws Exception {
    board.publish(standbyAt(BEFORE));

    NodeSnapshot answer =
        refreshed(
            event -> {
              board.publish(standbyAt(BY_NOW));
              ((Event.RefreshAsked) event).seen().complete(null);
            });

    assertThat(answer.server().receivedLsn()).contains(BY_NOW);
    assertThat(answer.server().replayedLsn()).contains(BY_NOW);
  }

  @Test
  void aPositionFromBeforeTheQuestionIsNotTold() throws Exception {
    board.publish(standbyAt(BEFORE));

    NodeSnapshot answer = refreshed(event -> {});

    assertThat(answer.server().receivedLsn()).isEmpty();
    assertThat(answer.server().replayedLsn()).isEmpty();
    assertThat(answer.server().timeline()).contains(3);
  }

  private NodeSnapshot refreshed(Consumer<Event> loop) throws Exception {
    return new LocalAgentApi(board, null, loop, () -> {})
        .refreshed()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static NodeSnapshot standbyAt(Lsn position) {
    return NodeSnapshotBuilder.builder()
        .scope("demo")
        .name("n1")
        .version("0.1.0")
        .takenAt(new Tick(0))
        .believableUntil(new Tick(1))
        .server(
            ServerBuilder.builder()
                .state(MemberState.RUNNING)
                .role(MemberRole.REPLICA)
                .timeline(3)
                .receivedLsn(position)
                .replayedLsn(position)
                .replication(List.of())
                .done())
        .cluster(ClusterCodec.read(KeySpace.empty(0)))
        .config(DynamicConfig.EMPTY)
        .tags(Tags.NONE)
        .dcsLastSeen(Instant.EPOCH)
        .scheduledRestart(Optional.empty())
        .pendingRestartReason(Map.of())
        .faults(List.of())
        .spaces(List.of())
        .reason("a replica")
        .done();
  }
}
