package io.hactl.agent.port;

import io.hactl.dcs.config.DynamicConfig;
import java.util.Optional;

/** Keeps the last dynamic configuration for starts without the DCS. */
public interface ConfigCache {

  /** What was stored last, if it can be read. */
  Optional<DynamicConfig> load();

  /** Stores it where the data is; a failure is logged, and no harm. */
  void store(DynamicConfig config);
}
