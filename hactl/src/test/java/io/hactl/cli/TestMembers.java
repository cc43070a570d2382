package io.hactl.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.codec.ClusterCodec;
import java.io.IOException;

/** Members' keys as JSON. */
final class TestMembers {

  private TestMembers() {}

  static ObjectNode json(Member member) {
    try {
      return (ObjectNode) TestCluster.JSON.readTree(ClusterCodec.write(member));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
