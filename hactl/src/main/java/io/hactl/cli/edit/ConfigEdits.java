package io.hactl.cli.edit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.cli.output.YamlText;
import io.hactl.cli.terminal.CliException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Changes to the tree of the dynamic configuration, asked for on the command line. */
public final class ConfigEdits {

  private static final List<String> PARAMETERS = List.of("postgresql", "parameters");

  private ConfigEdits() {}

  /**
   * Sets one value.
   *
   * @param pair {@code path=value}: the path with dots, the value in YAML, {@code null} to remove.
   *     Below {@code postgresql.parameters} dots belong to the parameter's name
   */
  public static void set(ObjectNode tree, String pair) {
    int equals = pair.indexOf('=');
    if (equals < 0) {
      throw CliException.failed(
          "Invalid parameter setting " + pair + ": it should look like path.to.setting=value");
    }
    List<String> path = pathOf(pair.substring(0, equals).strip());
    if (path.stream().anyMatch(String::isEmpty)) {
      throw CliException.failed("Invalid parameter setting " + pair + ": a name is empty");
    }
    setAt(tree, path, yaml(pair.substring(equals + 1), pair));
  }

  /** Sets one PostgreSQL parameter: {@code name=value}. */
  public static void setParameter(ObjectNode tree, String pair) {
    set(tree, String.join(".", PARAMETERS) + "." + pair.stripLeading());
  }

  /** Merges a patch into the tree: null removes, objects are merged, the rest is replaced. */
  public static void merge(ObjectNode tree, JsonNode patch) {
    Iterator<Map.Entry<String, JsonNode>> fields = patch.properties().iterator();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (value.isNull()) {
        tree.remove(name);
      } else if (value.isObject()) {
        JsonNode present = tree.get(name);
        ObjectNode target = present instanceof ObjectNode object ? object : tree.objectNode();
        merge(target, value);
        tree.set(name, target);
      } else {
        tree.set(name, value);
      }
    }
  }

  private static List<String> pathOf(String text) {
    List<String> parts = List.of(text.split("\\.", -1));
    if (parts.size() > 3 && parts.subList(0, 2).equals(PARAMETERS)) {
      String parameter = String.join(".", parts.subList(2, parts.size()));
      return List.of(parts.get(0), parts.get(1), parameter);
    }
    return parts;
  }

  private static JsonNode yaml(String text, String pair) {
    try {
      return YamlText.parse(text);
    } catch (IllegalArgumentException e) {
      throw CliException.failed(
          "Invalid parameter setting " + pair + ": the value is not YAML, " + e.getMessage(), e);
    }
  }

  private static void setAt(ObjectNode tree, List<String> path, JsonNode value) {
    String key = path.getFirst();
    if (path.size() == 1) {
      if (value.isNull()) {
        tree.remove(key);
      } else {
        tree.set(key, value);
      }
      return;
    }
    ObjectNode child = tree.get(key) instanceof ObjectNode object ? object : tree.putObject(key);
    setAt(child, path.subList(1, path.size()), value);
    if (child.isEmpty()) {
      tree.remove(key);
    }
  }
}
