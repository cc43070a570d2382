package io.hactl.settings.source;

import io.hactl.settings.Origin;
import io.hactl.settings.Problems;
import io.hactl.settings.SettingsNode;
import io.hactl.settings.SettingsNode.Entry;
import io.hactl.settings.SettingsNode.Kind;
import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.SettingsNode.Scalar;
import io.hactl.settings.SettingsNode.Sequence;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML 1.1, with anchors, aliases and merge keys, into nodes that know their lines. Works on
 * the composed graph of the parser below Jackson's YAML module, because Jackson's own tree has no
 * lines and no merge keys.
 */
final class YamlReader {

  private static final int MAX_DEPTH = 50;

  private final String source;
  private final Problems problems;

  private YamlReader(String source, Problems problems) {
    this.source = source;
    this.problems = problems;
  }

  /**
   * The document, which has to be a mapping; an empty one if it is not or cannot be read, which is
   * reported.
   *
   * @param source what to call it in messages
   */
  static Mapping mapping(String source, String text, Problems problems) {
    Origin origin = Origin.of(source);
    Optional<SettingsNode> node = read(source, text, problems);
    if (node.isEmpty() || node.get() instanceof Scalar scalar && scalar.isNull()) {
      return Mapping.empty(origin);
    }
    if (node.get() instanceof Mapping mapping) {
      return mapping;
    }
    problems.error(origin, "", "is not a mapping of keys to values", "start with 'scope: NAME'");
    return Mapping.empty(origin);
  }

  /** The document; empty if there is none, or if it cannot be read, which is reported. */
  static Optional<SettingsNode> read(String source, String text, Problems problems) {
    YamlReader reader = new YamlReader(source, problems);
    try {
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      return root == null ? Optional.empty() : Optional.of(reader.convert(root, "", 0));
    } catch (MarkedYAMLException e) {
      Origin origin =
          e.getProblemMark() == null
              ? Origin.of(source)
              : Origin.line(source, e.getProblemMark().getLine() + 1);
      problems.error(origin, "", "is not valid YAML: " + describe(e.getProblem()));
    } catch (YAMLException e) {
      problems.error(
          Origin.of(source), "", "is not valid YAML: it has characters that YAML does not allow");
    }
    return Optional.empty();
  }

  /**
   * The parser's words, unless they repeat what is written there: that may be a password that lacks
   * its quotes.
   */
  private static String describe(String problem) {
    if (problem == null) {
      return "it cannot be parsed";
    }
    if (problem.contains("alias") || problem.contains("anchor")) {
      return "an alias or anchor that is not defined here; put quotes round a text that starts with"
          + " '*' or '&'";
    }
    if (problem.contains("tag") || problem.contains("handle")) {
      return "a tag that is not known; put quotes round a text that starts with '!'";
    }
    if (problem.contains("TAB")) {
      return "a tab stands where only blanks may stand";
    }
    return problem.replace('\n', ' ');
  }

  private SettingsNode convert(Node node, String path, int depth) {
    Origin origin = originOf(node);
    if (depth > MAX_DEPTH) {
      problems.error(origin, path, "is nested too deeply");
      return new Scalar(origin, "", Kind.NULL);
    }
    return switch (node) {
      case MappingNode mapping -> mapping(mapping, path, depth);
      case SequenceNode sequence -> {
        List<Node> items = sequence.getValue();
        SettingsNode[] converted = new SettingsNode[items.size()];
        for (int i = 0; i < converted.length; i++) {
          converted[i] = convert(items.get(i), path + "[" + i + "]", depth + 1);
        }
        yield new Sequence(origin, List.of(converted));
      }
      case ScalarNode scalar -> new Scalar(origin, scalar.getValue(), kind(scalar.getTag()));
      default -> throw new IllegalStateException("unexpected node " + node.getNodeId());
    };
  }

  private Mapping mapping(MappingNode node, String path, int depth) {
    Map<String, Entry> own = new LinkedHashMap<>();
    Map<String, Entry> merged = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.error(originOf(tuple.getKeyNode()), path, "has a key that is not a text");
      } else if (Tag.MERGE.equals(key.getTag())) {
        merge(tuple.getValueNode(), path, depth, merged);
      } else {
        put(own, key, tuple.getValueNode(), path, depth);
      }
    }
    merged.forEach(own::putIfAbsent);
    return new Mapping(originOf(node), own);
  }

  private void put(Map<String, Entry> own, ScalarNode key, Node value, String path, int depth) {
    String name = key.getValue();
    String full = path.isEmpty() ? name : path + "." + name;
    Entry earlier = own.get(name);
    if (earlier != null) {
      problems.error(
          originOf(key),
          full,
          "is there twice, first on line " + earlier.origin().line().orElse(0),
          "keep one of them");
      return;
    }
    own.put(name, new Entry(originOf(key), convert(value, full, depth + 1)));
  }

  private void merge(Node value, String path, int depth, Map<String, Entry> into) {
    switch (convert(value, path, depth + 1)) {
      case Mapping mapping -> mapping.entries().forEach(into::putIfAbsent);
      case Sequence sequence ->
          sequence.items().stream()
              .filter(Mapping.class::isInstance)
              .forEach(item -> ((Mapping) item).entries().forEach(into::putIfAbsent));
      case Scalar scalar ->
          problems.error(scalar.origin(), path, "has a merge key '<<' that is not a mapping");
    }
  }

  private Origin originOf(Node node) {
    return Origin.line(source, node.getStartMark().getLine() + 1);
  }

  private static Kind kind(Tag tag) {
    if (Tag.BOOL.equals(tag)) {
      return Kind.BOOLEAN;
    }
    if (Tag.INT.equals(tag)) {
      return Kind.INTEGER;
    }
    if (Tag.FLOAT.equals(tag)) {
      return Kind.DECIMAL;
    }
    return Tag.NULL.equals(tag) ? Kind.NULL : Kind.TEXT;
  }
}
