package io.hactl.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML as operators know it from Patroni: keys sorted, block style, YAML 1.1 ({@code on} is true,
 * the text {@code 'on'} is quoted).
 */
public final class YamlText {

  private static final JsonMapper MAPPER = new JsonMapper();

  private YamlText() {}

  /** In block style, with a line end. */
  public static String block(Object value) {
    return yaml(DumperOptions.FlowStyle.BLOCK).dump(sorted(value));
  }

  /** On one line, like JSON. */
  static String flow(Object value) {
    return yaml(DumperOptions.FlowStyle.FLOW).dump(sorted(value)).strip();
  }

  /** A JSON tree in block style, with a line end. */
  public static String block(JsonNode tree) {
    return block(MAPPER.convertValue(tree, Object.class));
  }

  /**
   * Reads one document; an empty one is null.
   *
   * @throws IllegalArgumentException with where and what is wrong if it is not YAML
   */
  public static JsonNode parse(String text) {
    try {
      Object value = yaml(DumperOptions.FlowStyle.BLOCK).load(text);
      return value == null
          ? JsonNodeFactory.instance.nullNode()
          // Through text, so that whole numbers get the type that reading the DCS gives them.
          : MAPPER.readTree(MAPPER.writeValueAsString(value));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw new IllegalArgumentException("line " + line + ": " + e.getProblem(), e);
    } catch (YAMLException | JsonProcessingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Yaml yaml(DumperOptions.FlowStyle style) {
    DumperOptions dumper = new DumperOptions();
    dumper.setDefaultFlowStyle(style);
    dumper.setWidth(200);
    LoaderOptions loader = new LoaderOptions();
    loader.setAllowDuplicateKeys(false);
    return new Yaml(
        new SafeConstructor(loader), new Representer(dumper), dumper, loader, new WithoutTimes());
  }

  private static Object sorted(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> result = new TreeMap<>();
        map.forEach((key, item) -> result.put(String.valueOf(key), sorted(item)));
        yield result;
      }
      case List<?> list -> list.stream().map(YamlText::sorted).toList();
      case null -> null;
      default -> value;
    };
  }

  /** A time stays the text it was written as: JSON, where it ends up, knows no other. */
  private static final class WithoutTimes extends Resolver {
    @Override
    public void addImplicitResolver(Tag tag, Pattern pattern, String first, int limit) {
      if (!tag.equals(Tag.TIMESTAMP)) {
        super.addImplicitResolver(tag, pattern, first, limit);
      }
    }
  }
}
