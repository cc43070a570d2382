package io.hactl.rest.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hactl.dcs.KeySpace;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.codec.ClusterCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.TreeMap;

/** What a real cluster answered and stored. */
public final class Samples {

  private Samples() {}

  public static JsonNode read(String file) {
    try (InputStream in = Samples.class.getResourceAsStream("/patroni-samples/" + file)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static KeySpace keys(String file) {
    TreeMap<String, KeySpace.Entry> keys = new TreeMap<>();
    read(file)
        .properties()
        .forEach(
            key ->
                keys.put(
                    key.getKey().replace("/service/bench/", ""),
                    new KeySpace.Entry(
                        key.getValue().path("value").asText(),
                        10,
                        key.getValue().path("lease").asLong())));
    return new KeySpace(10, keys);
  }

  public static Cluster cluster(String file) {
    return ClusterCodec.read(keys(file));
  }
}
