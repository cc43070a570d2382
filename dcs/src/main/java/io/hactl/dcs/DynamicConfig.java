package io.hactl.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * The dynamic configuration: the tree as stored, honoured as it is, and typed access to what the
 * agent needs.
 *
 * @param tree the JSON object; never changed after construction
 */
public record DynamicConfig(JsonNode tree) {

  public static final DynamicConfig EMPTY =
      new DynamicConfig(JsonNodeFactory.instance.objectNode());
}
