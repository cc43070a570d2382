package io.hactl.agent.port;

import io.hactl.rest.PeerStatus;
import java.time.Duration;
import java.util.Map;
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
  CompletionStage<Map<String, PeerStatus>> survey(Map<String, String> apiUrls, Duration bound);
}
