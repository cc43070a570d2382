package io.hactl.dcs.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.settings.Origin;
import io.hactl.settings.Problem;
import io.hactl.settings.Problems;
import io.hactl.settings.SettingsNode;
import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.Severity;
import io.hactl.settings.keys.Section;
import io.hactl.settings.keys.Setting;
import io.hactl.text.Json;
import java.time.Duration;
import java.util.HashMap;
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
  private final Map<Setting<?>, Object> values = new HashMap<>();
  private final PostgresqlSection postgresql;
  private final Map<String, PermanentSlot> slots;
  private final List<SlotMatcher> ignoreSlots;
  private final List<Problem> problems;

  /**
   * @param tree the JSON object; never changed after construction
   */
  public DynamicConfig(JsonNode tree) {
    this.tree = tree;
    Problems found = new Problems();
    Section root = Section.lenient(asSettings(tree), found);
    for (Setting<?> setting : DynamicKeys.CATALOGUE.settings()) {
      valueOf(setting, root).ifPresent(value -> values.put(setting, value));
    }
    SlotSettings slotSettings = new SlotSettings(found);
    this.slots = slotSettings.permanent(tree.path(DynamicKeys.SLOTS.path()));
    this.ignoreSlots = slotSettings.ignored(tree.path(DynamicKeys.IGNORE_SLOTS.path()));
    this.postgresql = PostgresqlSection.of(this);
    this.problems = found.errors();
  }

  private static <T> Optional<T> valueOf(Setting<T> setting, Section root) {
    return root.find(setting).or(setting::defaultValue);
  }

  private static Mapping asSettings(JsonNode tree) {
    return SettingsNode.fromJson(Origin.NONE, tree) instanceof Mapping mapping
        ? mapping
        : Mapping.empty(Origin.NONE);
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
   * other. Empty where all is well.
   */
  public List<Problem> validate() {
    Problems found = new Problems();
    problems.forEach(found::add);
    return DynamicConfigCheck.problems(this, Section.lenient(asSettings(tree), found), found);
  }

  /** Of {@link #validate}, what makes a lease unsafe. */
  public List<Problem> timingProblems() {
    return validate().stream().filter(DynamicConfigCheck::isTiming).toList();
  }

  /**
   * What is probably a slip: keys of no known meaning, with a suggestion. Below {@code postgresql}
   * any setting of an agent may stand, and a way to make replicas under any name, so that only
   * those with a suggestion are named there.
   */
  public List<Problem> warnings() {
    Problems found = new Problems();
    Section.root(asSettings(tree), found).reportUnknown(DynamicKeys.CATALOGUE, Severity.WARNING);
    return found.warnings().stream()
        .filter(problem -> problem.suggestion().isPresent() || !problem.concerns("postgresql"))
        .toList();
  }

  /** What the accessors could not read and answer by its default. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * The value of a setting, or its default.
   *
   * @throws IllegalStateException if it has no default, or is none of this configuration
   */
  public <T> T get(Setting<T> setting) {
    @SuppressWarnings("unchecked") // a setting's value is always of the type of the setting
    T value = (T) values.get(setting);
    if (value == null) {
      throw new IllegalStateException(setting + " has no default");
    }
    return value;
  }

  public JsonNode tree() {
    return tree;
  }

  /** How long a session outlives its last renewal; 30 s unless set. */
  public Duration ttl() {
    return get(DynamicKeys.TTL);
  }

  /** The longest the agent is idle between two turns; 10 s unless set. */
  public Duration loopWait() {
    return get(DynamicKeys.LOOP_WAIT);
  }

  /** How long an operation on the DCS or on PostgreSQL is tried again; 10 s unless set. */
  public Duration retryTimeout() {
    return get(DynamicKeys.RETRY_TIMEOUT);
  }

  /** How long a race waits while WAL still arrives from the former leader; 0: not at all. */
  public Duration primaryRaceBackoff() {
    return get(DynamicKeys.PRIMARY_RACE_BACKOFF);
  }

  /** Bytes a replica may lack and still be elected; 1 MiB unless set. */
  public long maximumLagOnFailover() {
    return get(DynamicKeys.MAXIMUM_LAG_ON_FAILOVER);
  }

  /** Bytes a synchronous standby may lack before it is replaced by another; -1: never. */
  public long maximumLagOnSyncnode() {
    return get(DynamicKeys.MAXIMUM_LAG_ON_SYNCNODE);
  }

  /** How many timelines the history keeps; 0: all. */
  public int maxTimelinesHistory() {
    return get(DynamicKeys.MAX_TIMELINES_HISTORY);
  }

  /** How long a crashed primary may take to start before another leads; 300 s unless set. */
  public Duration primaryStartTimeout() {
    return get(DynamicKeys.PRIMARY_START_TIMEOUT);
  }

  /** How long a stop may take before the server is killed in synchronous mode; 0: no limit. */
  public Duration primaryStopTimeout() {
    return get(DynamicKeys.PRIMARY_STOP_TIMEOUT);
  }

  /** Whether the operator has switched automatic actions off. */
  public boolean pause() {
    return get(DynamicKeys.PAUSE);
  }

  /** Whether a leader that all members agree with goes on without the DCS. */
  public boolean failsafeMode() {
    return get(DynamicKeys.FAILSAFE_MODE);
  }

  /** Whether a replica of an older timeline than the newest known one may not be elected. */
  public boolean checkTimeline() {
    return get(DynamicKeys.CHECK_TIMELINE);
  }

  /** Off in a standby cluster, whatever is set. */
  public SynchronousMode synchronousMode() {
    return isStandbyCluster() ? SynchronousMode.OFF : get(DynamicKeys.SYNCHRONOUS_MODE);
  }

  /** Whether the primary waits even when there is no synchronous standby. */
  public boolean synchronousModeStrict() {
    return get(DynamicKeys.SYNCHRONOUS_MODE_STRICT);
  }

  /** How many synchronous standbys there shall be; 1 unless set; never 0 in strict mode. */
  public int synchronousNodeCount() {
    return Math.max(get(DynamicKeys.SYNCHRONOUS_NODE_COUNT), synchronousModeStrict() ? 1 : 0);
  }

  /** How long the slot of a member that is away is kept; 30 min unless set, 0: not at all. */
  public Duration memberSlotsTtl() {
    return get(DynamicKeys.MEMBER_SLOTS_TTL);
  }

  public PostgresqlSection postgresql() {
    return postgresql;
  }

  /** The permanent slots by name, in the order they are written. */
  public Map<String, PermanentSlot> slots() {
    return slots;
  }

  public List<SlotMatcher> ignoreSlots() {
    return ignoreSlots;
  }

  /** Whether this cluster replicates from another one. */
  public boolean isStandbyCluster() {
    JsonNode section = tree.path(DynamicKeys.STANDBY_CLUSTER.path());
    return section.has("host") || section.has("port") || section.has("restore_command");
  }

  /** The section of a standby cluster, as it is; empty where this is none. */
  public Optional<JsonNode> standbyCluster() {
    return isStandbyCluster()
        ? Optional.of(tree.path(DynamicKeys.STANDBY_CLUSTER.path()))
        : Optional.empty();
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
