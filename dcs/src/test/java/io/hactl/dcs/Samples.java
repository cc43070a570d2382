package io.hactl.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a real Patroni cluster wrote into etcd. */
public final class Samples {

  private static final String PREFIX = "/service/bench/";

  private Samples() {}

  static Stream<String> names() {
    return Stream.of("async", "sync", "quorum", "scheduled", "paused", "after-switchover");
  }

  /** The n-th key in the order of names has the revision n. */
  public static KeySpace read(String name) {
    try (InputStream in =
        Samples.class.getResourceAsStream("/patroni-samples/etcd-" + name + ".json")) {
      SortedMap<String, KeySpace.Entry> keys = new TreeMap<>();
      for (var entry : new ObjectMapper().readTree(in).properties()) {
        JsonNode value = entry.getValue();
        keys.put(
            entry.getKey().substring(PREFIX.length()),
            new KeySpace.Entry(
                value.get("value").textValue(), keys.size() + 1, value.get("lease").longValue()));
      }
      return new KeySpace(keys.size(), keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
