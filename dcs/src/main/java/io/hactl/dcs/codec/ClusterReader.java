package io.hactl.dcs.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.dcs.KeySpace;
import io.hactl.dcs.Keys;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.cluster.Failsafe;
import io.hactl.dcs.cluster.KeyProblem;
import io.hactl.dcs.cluster.Leader;
import io.hactl.dcs.cluster.LostWal;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.Status;
import io.hactl.dcs.cluster.SyncState;
import io.hactl.dcs.cluster.TimelineHistory;
import io.hactl.dcs.cluster.Versioned;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.text.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Reads one cluster again and again, and decodes only the keys that changed since the last time.
 * For one thread at a time.
 */
public final class ClusterReader {

  private Map<String, Decoded> known = new HashMap<>();
  private Map<String, Decoded> seen = new HashMap<>();

  /** A key's value as it was decoded, and what was wrong with it. */
  private record Decoded(KeySpace.Entry entry, Object value, List<KeyProblem> problems) {}

  /** Decodes the keys; keys of no known name are ignored. */
  public Cluster read(KeySpace keys) {
    seen = new HashMap<>();
    List<KeyProblem> problems = new ArrayList<>();
    Cluster cluster =
        new Cluster(
            keys.revision(),
            text(keys),
            value(keys, Keys.CONFIG, DynamicConfig.EMPTY, problems, ClusterReader::config),
            leader(keys),
            members(keys, problems),
            value(keys, Keys.STATUS, Status.EMPTY, problems, ClusterReader::status),
            value(keys, Keys.SYNC, SyncState.EMPTY, problems, object(KeyCodecs::readSync)),
            value(keys, Keys.FAILOVER, Failover.NONE, problems, object(KeyCodecs::readFailover)),
            value(keys, Keys.HISTORY, TimelineHistory.EMPTY, problems, ClusterReader::history),
            value(keys, Keys.FAILSAFE, Failsafe.EMPTY, problems, object(KeyCodecs::readFailsafe)),
            value(keys, Keys.LOST_WAL, List.<LostWal>of(), problems, ClusterReader::lostWal),
            problems);
    known = seen;
    return cluster;
  }

  private static Versioned<String> text(KeySpace keys) {
    KeySpace.Entry entry = keys.keys().get(Keys.INITIALIZE);
    return entry == null
        ? Versioned.absent("")
        : new Versioned<>(entry.value(), entry.modRevision(), entry.leaseId());
  }

  private static Optional<Leader> leader(KeySpace keys) {
    return Optional.ofNullable(keys.keys().get(Keys.LEADER))
        .map(entry -> new Leader(entry.value(), entry.leaseId(), entry.modRevision()));
  }

  private SortedMap<String, Member> members(KeySpace keys, List<KeyProblem> problems) {
    SortedMap<String, Member> members = new TreeMap<>();
    // '0' follows '/': the range of everything below members/.
    keys.keys()
        .subMap(Keys.MEMBERS, "members0")
        .forEach(
            (key, entry) -> {
              String name = key.substring(Keys.MEMBERS.length());
              members.put(name, member(name, key, entry, problems));
            });
    return members;
  }

  private Member member(String name, String key, KeySpace.Entry entry, List<KeyProblem> problems) {
    Decoded decoded =
        decode(
            key,
            entry,
            () -> MemberCodec.read(name, Json.object(), entry, new ArrayList<>()),
            object((json, wrong) -> MemberCodec.read(name, json, entry, wrong)));
    problems.addAll(decoded.problems());
    return (Member) decoded.value();
  }

  @SuppressWarnings("unchecked") // decoded values of a key are always of the type of its default
  private <T> Versioned<T> value(
      KeySpace keys,
      String key,
      T ifAbsent,
      List<KeyProblem> problems,
      BiFunction<JsonNode, List<String>, ? extends T> reader) {
    KeySpace.Entry entry = keys.keys().get(key);
    if (entry == null) {
      return Versioned.absent(ifAbsent);
    }
    Decoded decoded = decode(key, entry, () -> ifAbsent, reader);
    problems.addAll(decoded.problems());
    return new Versioned<>((T) decoded.value(), entry.modRevision(), entry.leaseId());
  }

  private Decoded decode(
      String key,
      KeySpace.Entry entry,
      Supplier<?> ifMalformed,
      BiFunction<JsonNode, List<String>, ?> reader) {
    Decoded decoded = known.get(key);
    if (decoded == null || !decoded.entry().equals(entry)) {
      decoded = decoded(key, entry, ifMalformed, reader);
    }
    seen.put(key, decoded);
    return decoded;
  }

  private static Decoded decoded(
      String key,
      KeySpace.Entry entry,
      Supplier<?> ifMalformed,
      BiFunction<JsonNode, List<String>, ?> reader) {
    List<String> parts = new ArrayList<>();
    try {
      Object value = reader.apply(Json.parse(entry.value()), parts);
      return new Decoded(
          entry, value, parts.stream().map(part -> KeyProblem.part(key, part)).toList());
    } catch (IllegalArgumentException e) {
      return new Decoded(entry, ifMalformed.get(), List.of(KeyProblem.whole(key, e.getMessage())));
    }
  }

  private static DynamicConfig config(JsonNode json, List<String> problems) {
    DynamicConfig config = new DynamicConfig(mustBeObject(json));
    config.problems().forEach(problem -> problems.add("Key config: " + problem.text()));
    return config;
  }

  /** Before it was an object it was the bare position. */
  private static Status status(JsonNode json, List<String> problems) {
    return json.isIntegralNumber() && json.canConvertToLong()
        ? new Status(new Lsn(json.longValue()), Map.of(), List.of())
        : KeyCodecs.readStatus(mustBeObject(json), problems);
  }

  private static TimelineHistory history(JsonNode json, List<String> problems) {
    if (!json.isArray()) {
      throw new IllegalArgumentException("it is not a list");
    }
    return HistoryCodec.read(json, problems);
  }

  private static List<LostWal> lostWal(JsonNode json, List<String> problems) {
    if (!json.isArray()) {
      throw new IllegalArgumentException("it is not a list");
    }
    return LostWalCodec.read(json, problems);
  }

  private static <T> BiFunction<JsonNode, List<String>, T> object(
      BiFunction<JsonNode, List<String>, T> reader) {
    return (json, problems) -> reader.apply(mustBeObject(json), problems);
  }

  private static JsonNode mustBeObject(JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("it is not a JSON object");
    }
    return json;
  }
}
