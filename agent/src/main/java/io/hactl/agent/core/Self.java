package io.hactl.agent.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.dcs.Tags;
import io.hactl.dcs.config.DynamicConfig;
import java.time.Duration;
import java.util.Optional;

/**
 * What this node knows of itself from its settings.
 *
 * @param connUrl where clients and replicas reach its server, {@code postgres://host:port/postgres}
 * @param apiUrl where its REST API answers, ending in {@code /patroni}
 * @param version of the agent
 * @param bootstrapConfig the dynamic configuration that a new cluster begins with
 * @param localConfig what this node's settings put over the dynamic configuration: an object with
 *     the section {@code postgresql}, or an empty one
 * @param instance drawn once for this node, and kept: tells it from another of its name
 * @param watchdogMargin {@code watchdog.safety_margin}, negative: half of the ttl; empty: no
 *     watchdog is used
 */
public record Self(
    String name,
    String connUrl,
    String apiUrl,
    Optional<String> proxyUrl,
    String version,
    Tags tags,
    DynamicConfig bootstrapConfig,
    JsonNode localConfig,
    Optional<String> instance,
    Optional<Duration> watchdogMargin) {

  /** A node that cannot be told from another of its name. */
  public Self(
      String name,
      String connUrl,
      String apiUrl,
      Optional<String> proxyUrl,
      String version,
      Tags tags,
      DynamicConfig bootstrapConfig,
      JsonNode localConfig) {
    this(
        name,
        connUrl,
        apiUrl,
        proxyUrl,
        version,
        tags,
        bootstrapConfig,
        localConfig,
        Optional.empty(),
        Optional.empty());
  }

  /** This node's name as a replication slot. */
  public String slot() {
    return SlotNames.of(name);
  }
}
