package io.hactl.rest.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.rest.given.SampledNodes;
import io.hactl.rest.node.NodeSnapshot;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every health check of the sampled cluster has its status and its body again, to the letter. */
class SampledHealthTest {

  @TestFactory
  Stream<DynamicTest> healthChecks() {
    return SampledNodes.healthChecks(SampledHealthTest::compare);
  }

  private static void compare(String pathAndQuery, JsonNode sample, NodeSnapshot node)
      throws Exception {
    String[] parts = pathAndQuery.split("\\?");
    Check check = Check.of(parts[0]);
    Query query = Query.parse(parts.length > 1 ? parts[1] : null);
    assertThat(HealthChecks.statusOf(check, query, node, SampledNodes.NOW))
        .isEqualTo(sample.path("status").asInt());
    String body = sample.path("body").asText();
    assertThat(check.hasBody() ? SampledNodes.status(node, body) : "").isEqualTo(body);
  }
}
