package io.hactl.core.model;

import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.time.Tick;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the other members answered when they were last asked for their positions.
 *
 * @param askedAt when the question was sent; nothing in the answers is older
 * @param answers by member name; who is missing did not answer in time
 * @param withoutKey who had no key when asked: one that led last
 */
public record PeerAnswers(Tick askedAt, Map<String, PeerStatus> answers, Set<String> withoutKey) {

  public PeerAnswers {
    withoutKey = Collections.unmodifiableSet(new TreeSet<>(withoutKey));
    // In one order everywhere, so that the same answers always lead to the same decision.
    answers = Collections.unmodifiableMap(new TreeMap<>(answers));
  }
}
