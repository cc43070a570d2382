package io.hactl.core.replication;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.at;
import static io.hactl.core.given.Cast.inState;
import static io.hactl.core.given.Cast.upstream;
import static io.hactl.core.given.Cast.withTag;
import static io.hactl.core.given.Cast.withoutAddress;
import static io.hactl.core.given.Given.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.given.Given;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.MemberState;
import org.junit.jupiter.api.Test;

class UpstreamsTest {

  @Test
  void theLeaderIsFollowed() {
    assertThat(Upstreams.toFollow(aReplica().situation())).contains(upstream("b"));
  }

  @Test
  void theMemberThatReplicatefromNamesIsFollowedWhileItRuns() {
    Given given = aReplica().tag("replicatefrom", "c").withMember("c");
    assertThat(Upstreams.toFollow(given.situation())).contains(upstream("c"));
    given.withMember("c", c -> inState(c, MemberState.STOPPED));
    assertThat(Upstreams.toFollow(given.situation())).contains(upstream("b"));
    given.withMember("c", c -> withoutAddress(c));
    assertThat(Upstreams.toFollow(given.situation())).contains(upstream("b"));
  }

  @Test
  void nobodyFollowsHimselfOrInACircle() {
    assertThat(Upstreams.toFollow(aReplica().tag("replicatefrom", "a").situation()))
        .contains(upstream("b"));
    Given circle =
        aReplica().tag("replicatefrom", "c").withMember("c", c -> withTag(c, "replicatefrom", "a"));
    assertThat(Upstreams.toFollow(circle.situation())).contains(upstream("b"));
  }

  @Test
  void withoutUseSlotsNoSlotIsNamed() {
    Given given = aReplica().config("{\"postgresql\": {\"use_slots\": false}}");
    assertThat(Upstreams.toFollow(given.situation()).orElseThrow().slot()).isEmpty();
  }

  @Test
  void theSourceWithTheMostWalIsCopied() {
    Given given =
        aReplica()
            .withMember("c", c -> withTag(c, "clonefrom", true))
            .withMember(
                "d", d -> withTag(at(d, TIMELINE, new Lsn(HERE.bytes() + 1)), "clonefrom", true));
    assertThat(Upstreams.toCopy(given.situation(), false).orElseThrow().name()).isEqualTo("d");
  }
}
