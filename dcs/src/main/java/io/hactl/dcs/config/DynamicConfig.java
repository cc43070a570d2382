package io.hactl.dcs.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The dynamic configuration: the tree as stored, honoured as it is, and typed access to what the
 * agent needs. The accessors are lenient: what is missing or cannot be read has Patroni's default
 * (<a href="https://patroni.readthedocs.io/en/latest/dynamic_configuration.html">its
 * documentation</a>), and {@link #problems} names it.
 */
public final class DynamicConfig {

  public static final DynamicConfig EMPTY =
      new DynamicConfig(JsonNodeFactory.instance.objectNode());

  private final JsonNode tree;
  private final DynamicConfigValues values;

  /**
   * @param tree the JSON object; never changed after construction
   */
  public DynamicConfig(JsonNode tree) {
    this.tree = tree;
    this.values = DynamicConfigValues.read(tree);
  }

  /**
   * @throws IllegalArgumentException if the text is not a JSON object; the message is one sentence
   */
  public static DynamicConfig parse(String json) {
    JsonNode tree;
    try {
      tree = Json.parse(json);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The configuration cannot be read: " + e.getMessage() + ".", e);
    }
    if (!tree.isObject()) {
      throw new IllegalArgumentException("The configuration must be a JSON object.");
    }
    return new DynamicConfig(tree);
  }

  /**
   * This configuration with the patch applied: a null removes a key, objects are merged, anything
   * else replaces what was there (RFC 7396).
   *
   * @throws IllegalArgumentException if the patch is not a JSON object
   */
  public DynamicConfig merge(JsonNode patch) {
    if (!patch.isObject()) {
      throw new IllegalArgumentException("The change must be a JSON object.");
    }
    return new DynamicConfig(merged(tree, patch));
  }

  private static JsonNode merged(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch.deepCopy();
    }
    ObjectNode result = target.isObject() ? target.deepCopy() : Json.object();
    for (Map.Entry<String, JsonNode> change : patch.properties()) {
      if (change.getValue().isNull()) {
        result.remove(change.getKey());
      } else {
        result.set(change.getKey(), merged(result.path(change.getKey()), change.getValue()));
      }
    }
    return result;
  }

  /**
   * What must not be stored: wrong types, values out of range, and timings that do not fit each
   * other. One sentence each; empty where all is well.
   */
  public List<String> validate() {
    return DynamicConfigRules.problems(this);
  }

  /** Of {@link #validate}, what makes a lease unsafe. */
  public List<String> timingProblems() {
    return DynamicConfigRules.timing(this);
  }

  /** What is probably a slip: keys of no known meaning, with a suggestion. One sentence each. */
  public List<String> warnings() {
    return KeySuggestions.warnings(tree);
  }

  /** What the accessors could not read and answer by its default. One sentence each. */
  public List<String> problems() {
    return values.problems();
  }

  public JsonNode tree() {
    return tree;
  }

  /** How long a session outlives its last renewal; 30 s unless set. */
  public Duration ttl() {
    return values.ttl();
  }

  /** The longest the agent is idle between two turns; 10 s unless set. */
  public Duration loopWait() {
    return values.loopWait();
  }

  /** How long an operation on the DCS or on PostgreSQL is tried again; 10 s unless set. */
  public Duration retryTimeout() {
    return values.retryTimeout();
  }

  /** How long a race waits while WAL still arrives from the former leader; 0: not at all. */
  public Duration primaryRaceBackoff() {
    return values.primaryRaceBackoff();
  }

  /** Bytes a replica may lack and still be elected; 1 MiB unless set. */
  public long maximumLagOnFailover() {
    return values.maximumLagOnFailover();
  }

  /** Bytes a synchronous standby may lack before it is replaced by another; -1: never. */
  public long maximumLagOnSyncnode() {
    return values.maximumLagOnSyncnode();
  }

  /** How many timelines the history keeps; 0: all. */
  public int maxTimelinesHistory() {
    return values.maxTimelinesHistory();
  }

  /** How long a crashed primary may take to start before another leads; 300 s unless set. */
  public Duration primaryStartTimeout() {
    return values.primaryStartTimeout();
  }

  /** How long a stop may take before the server is killed in synchronous mode; 0: no limit. */
  public Duration primaryStopTimeout() {
    return values.primaryStopTimeout();
  }

  /** Whether the operator has switched automatic actions off. */
  public boolean pause() {
    return values.pause();
  }

  /** Whether a leader that all members agree with goes on without the DCS. */
  public boolean failsafeMode() {
    return values.failsafeMode();
  }

  /** Whether a replica of an older timeline than the newest known one may not be elected. */
  public boolean checkTimeline() {
    return values.checkTimeline();
  }

  /** Off in a standby cluster, whatever is set. */
  public SynchronousMode synchronousMode() {
    return values.synchronousMode();
  }

  /** Whether the primary waits even when there is no synchronous standby. */
  public boolean synchronousModeStrict() {
    return values.synchronousModeStrict();
  }

  /** How many synchronous standbys there shall be; 1 unless set. */
  public int synchronousNodeCount() {
    return values.synchronousNodeCount();
  }

  /** How long the slot of a member that is away is kept; 30 min unless set, 0: not at all. */
  public Duration memberSlotsTtl() {
    return values.memberSlotsTtl();
  }

  public PostgresqlSection postgresql() {
    return values.postgresql();
  }

  /** The permanent slots by name, in the order they are written. */
  public Map<String, PermanentSlot> slots() {
    return values.slots();
  }

  public List<SlotMatcher> ignoreSlots() {
    return values.ignoreSlots();
  }

  /** Whether this cluster replicates from another one. */
  public boolean isStandbyCluster() {
    return values.standbyCluster();
  }

  /** The section of a standby cluster, as it is; empty where this is none. */
  public Optional<JsonNode> standbyCluster() {
    return isStandbyCluster() ? Optional.of(tree.path("standby_cluster")) : Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DynamicConfig config && tree.equals(config.tree);
  }

  @Override
  public int hashCode() {
    return tree.hashCode();
  }

  @Override
  public String toString() {
    return tree.toString();
  }
}
