package io.hactl.core.role;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.Role;
import io.hactl.core.role.Transitions.Transition;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransitionsTest {

  @Test
  void eachPairIsListedOnce() {
    assertThat(Transitions.all().stream().map(t -> List.of(t.from(), t.to())))
        .doesNotHaveDuplicates();
    assertThat(Transitions.all()).allMatch(t -> t.from() != t.to());
  }

  @Test
  void eachRoleIsReached() {
    assertThat(Transitions.all().stream().map(Transition::to).collect(toSet()))
        .containsExactlyInAnyOrder(Role.values());
  }

  @Test
  void whatMayBecomeEverythingSaysNothing() {
    int roles = Role.values().length;
    assertThat(Transitions.all()).hasSizeLessThan(roles * (roles - 1) * 3 / 5);
  }

  /** The lease is taken as a candidate, or with the cluster's creation, and not out of the blue. */
  @Test
  void whoFollowsOrHasNoDataDoesNotLeadNext() {
    for (Role from : List.of(Role.BEGINNING, Role.COPYING, Role.REJOINING, Role.REPLICA)) {
      for (Role to : List.of(Role.PRIMARY, Role.SWITCHOVER, Role.FAILSAFE_LEADER)) {
        assertThat(Transitions.isListed(from, to)).as("%s to %s", from, to).isFalse();
      }
    }
    assertThat(Transitions.isListed(Role.CANDIDATE, Role.PRIMARY)).isTrue();
  }
}
