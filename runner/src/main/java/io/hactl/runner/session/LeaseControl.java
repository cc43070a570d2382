package io.hactl.runner.session;

import io.hactl.dcs.config.DynamicConfig;
import java.util.concurrent.CompletionStage;

/** Keeps this node's session in the DCS alive, apart from the loop. */
public interface LeaseControl {

  /** Opens the session if there is none, and keeps it with the ttl and pace of these settings. */
  void keep(DynamicConfig config);

  /** Finds out at once whether the session is still there, and opens another if not. */
  void check();

  /** The loop has taken in what it was told of the session last. */
  void taken();

  /**
   * Renews the session no more. It ends by itself; after that another one is opened, which the loop
   * is told of as always.
   */
  void stopRenewing();

  /** Ends the session; completes when the DCS has done so, or could not be reached in time. */
  CompletionStage<Void> end();
}
