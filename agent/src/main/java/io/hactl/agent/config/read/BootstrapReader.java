package io.hactl.agent.config.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.agent.config.BootstrapSettings;
import io.hactl.agent.config.keys.BootstrapKeys;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.settings.keys.Section;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the section {@code bootstrap}. */
final class BootstrapReader {

  private final Section root;

  BootstrapReader(Section root) {
    this.root = root;
  }

  BootstrapSettings read() {
    checkMethod();
    return new BootstrapSettings(
        dcs(),
        root.value(BootstrapKeys.INITDB),
        root.find(BootstrapKeys.POST_BOOTSTRAP),
        users(),
        root.value(BootstrapKeys.PG_HBA));
  }

  private void checkMethod() {
    String method = root.value(BootstrapKeys.METHOD);
    if (!method.equals("initdb")) {
      root.error(
          BootstrapKeys.METHOD,
          "is a custom way to create the cluster, which is not supported",
          "create the data directory yourself and start the agent on it, or write 'initdb'");
      root.allow("bootstrap." + method);
    }
  }

  private Map<String, BootstrapSettings.User> users() {
    Map<String, BootstrapSettings.User> read = new LinkedHashMap<>();
    for (String name : root.keys(BootstrapKeys.USERS)) {
      Section user = root.naming(BootstrapKeys.USER, name);
      read.put(
          name,
          new BootstrapSettings.User(
              user.find(BootstrapKeys.USER_PASSWORD), user.value(BootstrapKeys.USER_OPTIONS)));
    }
    return read;
  }

  /** What a later change of the dynamic configuration is held to, its beginning is held to, too. */
  private JsonNode dcs() {
    Section dcs = root.at(BootstrapKeys.DCS);
    JsonNode tree = dcs.mapping().toJson();
    new DynamicConfig(tree).validate().forEach(dcs::adopt);
    return tree;
  }
}
