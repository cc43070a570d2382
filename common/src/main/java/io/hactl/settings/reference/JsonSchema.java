package io.hactl.settings.reference;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.settings.keys.Catalogue;
import io.hactl.settings.keys.Placeholder;
import io.hactl.settings.keys.Setting;
import io.hactl.text.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes a JSON Schema by which an editor offers keys, explains them and marks slips. It refuses
 * less than the agent: a key that has to be there may come from another file or from a variable.
 */
public final class JsonSchema {

  private static final String PROPERTIES = "properties";
  private static final String OTHERS = "additionalProperties";

  private final Catalogue catalogue;

  private JsonSchema(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The schema of a tree in which everything of the catalogue may stand. */
  public static String of(Catalogue catalogue, String title) {
    ObjectNode schema = Json.object();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", title);
    open(schema);
    JsonSchema writer = new JsonSchema(catalogue);
    for (Setting<?> setting : catalogue.settings()) {
      writer.add(schema, setting.segments(), setting, false);
      for (String name : setting.olderNames()) {
        List<String> segments = setting.segments().subList(0, setting.segments().size() - 1);
        writer.add(
            schema, Stream.concat(segments.stream(), Stream.of(name)).toList(), setting, true);
      }
    }
    return text(schema);
  }

  private static ObjectNode open(ObjectNode group) {
    if (!group.has(PROPERTIES)) {
      group.putArray("type").add("object").add("null");
      group.putObject(PROPERTIES);
      group.put(OTHERS, false);
    }
    return group;
  }

  private void add(ObjectNode group, List<String> segments, Setting<?> setting, boolean older) {
    Optional<Placeholder> several = catalogue.placeholder(segments.getFirst());
    List<String> names = several.map(Placeholder::values).orElse(List.of(segments.getFirst()));
    boolean leaf = segments.size() == 1;
    if (names.isEmpty()) {
      anyName(group, segments, setting, older);
      return;
    }
    ObjectNode properties = (ObjectNode) group.get(PROPERTIES);
    for (String name : names) {
      ObjectNode child =
          properties.get(name) instanceof ObjectNode there ? there : properties.putObject(name);
      if (leaf) {
        describe(child, setting, older);
      } else {
        add(open(child), segments.subList(1, segments.size()), setting, older);
      }
    }
  }

  /**
   * A name that operators give. Where both the section as a whole and keys below it are declared,
   * the keys are described, and others may stand beside them.
   */
  private void anyName(ObjectNode group, List<String> segments, Setting<?> setting, boolean older) {
    ObjectNode any = group.get(OTHERS) instanceof ObjectNode there ? there : Json.object();
    group.set(OTHERS, any);
    if (segments.size() == 1) {
      describe(any, setting, older);
      return;
    }
    if (!any.has(PROPERTIES)) {
      boolean othersMayStand = !any.isEmpty();
      any.removeAll();
      open(any).put(OTHERS, othersMayStand);
    }
    add(any, segments.subList(1, segments.size()), setting, older);
  }

  private static void describe(ObjectNode into, Setting<?> setting, boolean older) {
    JsonNode schema = setting.type().schema();
    ArrayNode any = into.putArray("anyOf");
    any.add(schema);
    any.addObject().put("type", "null");
    into.put("description", older ? "the former name of " + setting.key() : about(setting));
    if (older || setting.isUnused()) {
      into.put("deprecated", true);
    }
  }

  private static String about(Setting<?> setting) {
    String text = setting.meaning();
    if (!setting.isCarriedOut()) {
      text += "; read and checked, and not carried out yet";
    }
    if (setting.requiredHint().isPresent()) {
      text += "; required";
    } else if (!setting.isUnused()) {
      text += "; default: " + setting.defaultText();
    }
    return text.replace("`", "");
  }

  private static String text(JsonNode schema) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(lines);
    try {
      return JsonMapper.builder().build().writer(printer).writeValueAsString(schema) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
