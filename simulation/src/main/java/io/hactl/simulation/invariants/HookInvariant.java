package io.hactl.simulation.invariants;

import io.hactl.simulation.ground.Witness;
import java.util.HashSet;
import java.util.Set;

/** No server is promoted whose {@code pre_promote} did not end well. */
final class HookInvariant {

  private final Witness judge;
  private final Set<String> forbidden = new HashSet<>();

  HookInvariant(Witness judge) {
    this.judge = judge;
  }

  void prePromoteEnded(String node, boolean well) {
    if (well) {
      forbidden.remove(node);
    } else {
      forbidden.add(node);
    }
  }

  void promoted(String node) {
    if (forbidden.contains(node)) {
      judge.broken(node + " is promoted, and its pre_promote failed");
    }
  }
}
