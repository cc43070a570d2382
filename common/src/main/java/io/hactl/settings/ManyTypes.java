package io.hactl.settings;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.SettingsNode.Scalar;
import io.hactl.settings.SettingsNode.Sequence;
import io.hactl.settings.ValueType.Many;
import io.hactl.text.Texts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The types of values of several pieces; {@link ValueType} says what each is. */
final class ManyTypes {

  private ManyTypes() {}

  record TextList(boolean lines) implements Many<List<String>> {

    @Override
    public String name() {
      return lines ? "lines" : "list";
    }

    @Override
    public Form form() {
      return Form.LIST;
    }

    @Override
    public ReadValue<List<String>> read(SettingsNode node) {
      if (node instanceof Scalar scalar) {
        return ReadValue.of(lines ? linesOf(scalar.text()) : Texts.splitList(scalar.text()));
      }
      List<String> texts = new ArrayList<>();
      boolean fits = node instanceof Sequence;
      if (node instanceof Sequence sequence) {
        for (SettingsNode item : sequence.items()) {
          if (item instanceof Scalar scalar && !scalar.isNull()) {
            texts.add(scalar.text());
          } else {
            fits = false;
          }
        }
      }
      ValueProblem problem =
          ValueProblem.of(
              lines ? "must be a list of lines" : "must be a list of texts",
              "write each on its own line after '- '");
      return new ReadValue<>(Optional.of(texts), fits ? List.of() : List.of(problem));
    }

    private static List<String> linesOf(String text) {
      return text.lines().filter(line -> !line.isBlank()).toList();
    }

    @Override
    public String write(List<String> value) {
      return value.isEmpty() ? "none" : String.join(", ", value);
    }

    @Override
    public ObjectNode schema() {
      ObjectNode schema = ValueType.schemaOf("array", "string");
      schema.set("items", ValueType.schemaOf("string", "number", "boolean"));
      return schema;
    }
  }

  record MapOf<V>(ValueType<V> values) implements Many<Map<String, V>> {

    @Override
    public String name() {
      return "mapping to " + values.name();
    }

    @Override
    public Form form() {
      return Form.MAPPING;
    }

    @Override
    public ReadValue<Map<String, V>> read(SettingsNode node) {
      if (!(node instanceof Mapping mapping)) {
        return ReadValue.wrong(ValueProblem.of("is not a mapping of keys to values"));
      }
      Map<String, V> read = new LinkedHashMap<>();
      List<ValueProblem> problems = new ArrayList<>();
      mapping
          .entries()
          .forEach(
              (name, entry) -> {
                if (entry.value() instanceof Scalar scalar && scalar.isNull()) {
                  return;
                }
                ReadValue<V> outcome = values.read(entry.value());
                outcome.value().ifPresent(value -> read.put(name, value));
                outcome
                    .problems()
                    .forEach(problem -> problems.add(problem.in(name, entry.origin())));
              });
      return new ReadValue<>(Optional.of(Collections.unmodifiableMap(read)), problems);
    }

    @Override
    public String write(Map<String, V> value) {
      return value.isEmpty() ? "none" : value.toString();
    }

    @Override
    public ObjectNode schema() {
      ObjectNode schema = ValueType.schemaOf("object");
      schema.set("additionalProperties", orNull(values.schema()));
      return schema;
    }
  }

  record Structure<T>(Shape shape, Function<SettingsNode, ReadValue<T>> reader) implements Many<T> {

    @Override
    public String name() {
      return shape.label();
    }

    @Override
    public ReadValue<T> read(SettingsNode node) {
      return shape.fits(node)
          ? reader.apply(node)
          : ReadValue.wrong(ValueProblem.of("must be " + shape.expected()));
    }

    @Override
    public ObjectNode schema() {
      return ValueType.schemaOf(shape.types());
    }
  }

  /** A key without a value is a key that is not there. */
  static ObjectNode orNull(ObjectNode schema) {
    ObjectNode both = JsonNodeFactory.instance.objectNode();
    both.putArray("anyOf").add(schema).add(ValueType.schemaOf("null"));
    return both;
  }
}
