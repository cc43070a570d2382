package io.hactl.agent.config.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.agent.config.keys.TagKeys;
import io.hactl.dcs.cluster.Tags;
import io.hactl.settings.SettingsNode;
import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.SettingsNode.Scalar;
import io.hactl.settings.keys.Section;
import io.hactl.settings.keys.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the section {@code tags}: the known ones checked, own ones as they are. */
final class TagsReader {

  private final Section root;
  private final Mapping written;

  TagsReader(Section root) {
    this.root = root;
    this.written = root.at("tags").mapping();
  }

  /**
   * As Patroni publishes them: a known tag that is off is left out, unless a priority beside it
   * would then mean something else.
   */
  Tags read() {
    Map<String, Object> tags = new LinkedHashMap<>();
    for (String key : written.entries().keySet()) {
      value(key).ifPresent(value -> tags.put(key, value));
    }
    return new Tags(tags);
  }

  private Optional<?> value(String key) {
    Optional<Setting<Boolean>> flag = named(TagKeys.SWITCHES, key);
    Optional<Setting<Integer>> priority = named(TagKeys.PRIORITIES, key);
    if (flag.isPresent()) {
      return root.find(flag.get()).filter(on -> on || isBeforePriority(key));
    }
    if (priority.isPresent()) {
      return root.find(priority.get()).map(Integer::longValue);
    }
    return key.equals(TagKeys.REPLICATEFROM.key()) ? root.find(TagKeys.REPLICATEFROM) : own(key);
  }

  private static <T> Optional<Setting<T>> named(List<Setting<T>> settings, String key) {
    return settings.stream().filter(setting -> setting.key().equals(key)).findFirst();
  }

  private boolean isBeforePriority(String key) {
    return key.equals("nofailover") && root.has("tags.failover_priority")
        || key.equals("nosync") && root.has("tags.sync_priority");
  }

  private Optional<Object> own(String key) {
    Section tag = root.naming(TagKeys.OWN_NAME, key);
    Optional<SettingsNode> node = tag.node(TagKeys.OWN);
    if (node.isPresent() && !(node.get() instanceof Scalar)) {
      tag.error(TagKeys.OWN, "is not a single value", "write a text, a number, true or false");
      return Optional.empty();
    }
    return node.map(found -> plain(found.toJson()));
  }

  private static Object plain(JsonNode json) {
    if (json.isBoolean()) {
      return json.booleanValue();
    }
    if (json.isIntegralNumber()) {
      return json.longValue();
    }
    return json.isNumber() ? (Object) json.doubleValue() : json.asText();
  }
}
