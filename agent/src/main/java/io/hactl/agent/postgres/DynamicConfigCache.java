package io.hactl.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hactl.agent.port.ConfigCache;
import io.hactl.dcs.config.DynamicConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last dynamic configuration, kept in the data directory, for a start without the DCS and for a
 * DCS that was lost and set up anew.
 */
public final class DynamicConfigCache implements ConfigCache {

  private static final Logger log = LoggerFactory.getLogger(DynamicConfigCache.class);
  private static final String FILE = "hactl.dynamic.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path dataDir;

  public DynamicConfigCache(Path dataDir) {
    this.dataDir = dataDir;
  }

  /** What was stored last, here or by Patroni; empty if nothing readable is there. */
  @Override
  public Optional<DynamicConfig> load() {
    for (String name : List.of(FILE, "patroni.dynamic.json")) {
      Path file = dataDir.resolve(name);
      if (Files.exists(file)) {
        try {
          JsonNode tree = JSON.readTree(file.toFile());
          if (tree.isObject()) {
            return Optional.of(new DynamicConfig(tree));
          }
          log.warn("{} holds no JSON object; it is not used.", file);
        } catch (IOException e) {
          log.warn("{} cannot be read and is not used: {}", file, e.getMessage());
        }
      }
    }
    return Optional.empty();
  }

  /** Stores it, unless it is there already or there is no database cluster yet. */
  @Override
  public void store(DynamicConfig config) {
    if (!Files.exists(dataDir.resolve("PG_VERSION"))) {
      return;
    }
    try {
      AtomicFile.write(dataDir.resolve(FILE), JSON.writeValueAsString(config.tree()));
    } catch (IOException e) {
      log.warn("{} cannot be written: {}", dataDir.resolve(FILE), e.toString());
    }
  }
}
