package io.hactl.simulation;

import io.hactl.agent.core.Decider;
import io.hactl.agent.core.Decision;
import io.hactl.agent.core.Observation;
import io.hactl.agent.runner.Event;
import io.hactl.dcs.Dcs;

/** Puts a planted bug between the agent's parts. */
final class Mutant {

  private final Mutation mutation;
  private final NodeClock clock;

  Mutant(Mutation mutation, NodeClock clock) {
    this.mutation = mutation;
    this.clock = clock;
  }

  Decision decide(Observation o) {
    return Decider.decide(o);
  }

  Event event(Event event) {
    return event;
  }

  Dcs dcs(Dcs dcs) {
    return dcs;
  }
}
