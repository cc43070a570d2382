package io.hactl.core.sync;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.primary;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.given.Given;
import io.hactl.core.given.UnhealthyNode;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.ServerState.Walsender;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.FaultKind;
import io.hactl.dcs.cluster.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Which standbys commits wait for, where some of them are unhealthy. */
class SyncTargetTest {

  private static final UnaryOperator<Member> HEALTHY = m -> m;

  @Test
  void aHealthyStandbyIsPreferredToOneThatIsSynchronousAndFull() {
    assertThat(chosen("on", unhealthy(FaultKind.DISK_FULL), HEALTHY)).containsExactly("c");
  }

  @Test
  void aFullStandbyIsBetterThanNone() {
    assertThat(chosen("on", unhealthy(FaultKind.DISK_FULL), unhealthy(FaultKind.STORAGE_HANGS)))
        .containsExactly("b");
  }

  @Test
  void nobodyWaitsForAStandbyWhoseStorageHangs() {
    assertThat(chosen("on", unhealthy(FaultKind.STORAGE_HANGS), unhealthy(FaultKind.STORAGE_HANGS)))
        .isEmpty();
    assertThat(chosen("quorum", unhealthy(FaultKind.STORAGE_HANGS), HEALTHY)).containsExactly("c");
  }

  /** Of the standbys b, which is synchronous, and c. */
  private static Set<String> chosen(String mode, UnaryOperator<Member> b, UnaryOperator<Member> c) {
    Situation o =
        Given.aPrimary()
            .config("{\"synchronous_mode\": \"" + mode + "\"}")
            .sync("a", 0, "b")
            .withMember("b", b)
            .withMember("c", c)
            .runs(streamingTo("b", "c"))
            .situation();
    return SyncTarget.of(o, o.server().running().orElseThrow()).key().standbys();
  }

  private static UnaryOperator<Member> unhealthy(FaultKind kind) {
    return m -> UnhealthyNode.member(m, kind);
  }

  private static Running streamingTo(String... names) {
    List<Walsender> walsenders = new ArrayList<>();
    for (String name : names) {
      walsenders.add(
          new Walsender("replicator", name, Optional.empty(), "streaming", "async", 0, HERE));
    }
    return primary().change().walsenders(walsenders).done();
  }
}
