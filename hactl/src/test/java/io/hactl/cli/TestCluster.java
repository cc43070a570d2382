package io.hactl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.cli.connect.Agents;
import io.hactl.cli.connect.ClusterAccess;
import io.hactl.cli.connect.RestAgentsForTests;
import io.hactl.dcs.Dcs;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The cluster {@code bench} in a DCS, in the state of one of the samples. */
final class TestCluster implements ClusterAccess {

  static final String SCOPE = "bench";
  static final JsonMapper JSON = new JsonMapper();

  private final Dcs dcs;
  private final RestAgentsForTests agents = new RestAgentsForTests();

  TestCluster(Dcs dcs) {
    this.dcs = dcs;
  }

  /** Writes the keys of {@code etcd-<name>.json}. */
  TestCluster load(String name) {
    JsonNode keys;
    try {
      keys = JSON.readTree(sample("etcd-" + name + ".json"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    for (Map.Entry<String, JsonNode> key : keys.properties()) {
      put(
          key.getKey().substring(Keys.prefix("service", SCOPE).length()),
          key.getValue().path("value").asText());
    }
    return this;
  }

  /** The text of a sample. */
  static String sample(String file) {
    try (InputStream in = TestCluster.class.getResourceAsStream("/patroni-samples/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void put(String key, String value) {
    commit(Transaction.builder().put(key, value).build());
  }

  void delete(String key) {
    commit(Transaction.builder().delete(key).build());
  }

  private void commit(Transaction transaction) {
    assertThat(dcs.commit(transaction)).succeedsWithin(10, TimeUnit.SECONDS);
  }

  Cluster read() {
    return dcs.read().toCompletableFuture().join();
  }

  /** Changes fields of a member's key; null removes one. */
  TestCluster change(String member, Map<String, Object> fields) {
    ObjectNode json =
        TestMembers.json(
            read().member(member).orElseThrow(() -> new AssertionError("no member " + member)));
    fields.forEach((name, value) -> json.set(name, JSON.valueToTree(value)));
    put(Keys.member(member), json.toString());
    return this;
  }

  @Override
  public Optional<String> defaultScope() {
    return Optional.of(SCOPE);
  }

  @Override
  public Dcs dcs(String scope) {
    return dcs;
  }

  @Override
  public Agents agents() {
    return agents;
  }

  @Override
  public void close() {
    agents.close();
    dcs.close();
  }
}
