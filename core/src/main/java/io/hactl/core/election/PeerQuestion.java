package io.hactl.core.election;

import io.hactl.core.decision.Action;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.MemberState;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Whom to ask for positions before anybody is judged, and how long answers hold. */
public final class PeerQuestion {

  private static final Duration ASK_BOUND_MAX = Duration.ofMillis(800);

  /**
   * How old answers may be when they are judged. More than twice the longest wait for them, so that
   * one member that never answers cannot make all the answers outdated on arrival.
   */
  public static final Duration VALID = Duration.ofSeconds(2);

  private PeerQuestion() {}

  /**
   * Asks all other members that have an address, and who led last: it may still do so without a
   * key. A dead one does not stretch the bound, and one that says itself that it stops is not
   * waited for.
   */
  public static Action everybody(Situation s) {
    Map<String, String> urls = new TreeMap<>();
    s.memory()
        .lastLeader()
        .filter(last -> s.cluster().member(last.name()).isEmpty())
        .filter(last -> !last.name().equals(s.self().name()))
        .ifPresent(last -> urls.put(last.name(), last.apiUrl()));
    for (Member member : s.cluster().members().values()) {
      if (!member.name().equals(s.self().name()) && !stops(member)) {
        member.apiUrl().ifPresent(url -> urls.put(member.name(), url));
      }
    }
    Duration bound = s.config().retryTimeout().dividedBy(4);
    return new Action.AskPeers(urls, bound.compareTo(ASK_BOUND_MAX) < 0 ? bound : ASK_BOUND_MAX);
  }

  private static boolean stops(Member member) {
    return member
        .state()
        .filter(state -> state == MemberState.STOPPING || state == MemberState.STOPPED)
        .isPresent();
  }
}
