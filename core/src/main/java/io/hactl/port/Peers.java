package io.hactl.port;

import io.hactl.core.model.FailsafeRequest;
import io.hactl.dcs.cluster.PeerStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The other members' agents. */
public interface Peers {

  /**
   * Asks all at once.
   *
   * @param apiUrls member name to {@code api_url}
   * @param bound the longest it may take; who has not answered by then is missing in the result
   * @return what they answered, as soon as all have; never completes exceptionally
   */
  CompletionStage<Map<String, PeerStatus>> ask(Map<String, String> apiUrls, Duration bound);

  /**
   * Asks all at once to let this leader go on without the DCS.
   *
   * @param bound the longest it may take
   * @return who agreed, as soon as all have answered; never completes exceptionally
   */
  default CompletionStage<Set<String>> failsafe(
      Map<String, String> apiUrls, FailsafeRequest request, Duration bound) {
    return CompletableFuture.completedFuture(Set.of());
  }
}
