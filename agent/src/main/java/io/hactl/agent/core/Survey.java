package io.hactl.agent.core;

import io.hactl.rest.PeerStatus;
import io.hactl.time.Tick;
import java.util.Map;

/**
 * What the other members answered when they were last asked for their positions.
 *
 * @param askedAt when the question was sent; nothing in the answers is older
 * @param answers by member name; who is missing did not answer in time
 */
public record Survey(Tick askedAt, Map<String, PeerStatus> answers) {

  public Survey {
    answers = Map.copyOf(answers);
  }
}
