package io.hactl.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.setting.SimulationSettings;
import io.hactl.simulation.setting.SlotDraw;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What slots hold back, and that they let it go. */
class SlotStoriesTest {

  private static final long FILES = 200L << 20;

  @Test
  void aFormerLeaderDoesNotHoldWalBackForEver() {
    SimulationSettings plain = SimulationSettings.plain();
    Story story = Story.of(plain.with(plain.config().merge(SlotDraw.with(1).tree())));
    story.run(60);
    SimulatedNode old = story.leader();
    story.ask(Optional.of(old.name()), Optional.empty());
    story.anotherLeadsWithin(20, old);
    story.isWholeWithin(60);
    story.run(900);
    assertThat(old.dir().wal().lsn() - old.dir().held().oldest()).isLessThan(FILES);
  }
}
