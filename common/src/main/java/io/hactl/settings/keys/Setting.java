package io.hactl.settings.keys;

import io.hactl.settings.Bound;
import io.hactl.settings.SettingsNode;
import io.hactl.settings.Shape;
import io.hactl.settings.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The one declaration of a setting. Reading, checking, the suggestion for a misspelt key, the names
 * of variables, the reference page and the JSON schemas all come from it. Immutable: each method
 * that adds something gives another one.
 *
 * @param <T> what readers get
 */
public final class Setting<T> {

  private final List<String> segments;
  private final ValueType<T> type;
  private final String meaning;
  private Set<Place> places = EnumSet.noneOf(Place.class);
  private InForce inForce = InForce.RELOAD;
  private Optional<T> defaultValue = Optional.empty();
  private Optional<String> defaultText = Optional.empty();
  private Optional<String> requiredHint = Optional.empty();
  private List<Bound<T>> bounds = List.of();
  private List<String> olderNames = List.of();
  private List<String> variables = List.of();
  private boolean carriedOut = true;

  private Setting(List<String> segments, ValueType<T> type, String meaning) {
    this.segments = List.copyOf(segments);
    this.type = type;
    this.meaning = meaning;
  }

  private Setting<T> with(Consumer<Setting<T>> change) {
    return copy(segments, change);
  }

  private Setting<T> copy(List<String> path, Consumer<Setting<T>> change) {
    Setting<T> copy = new Setting<>(path, type, meaning);
    copy.places = places;
    copy.inForce = inForce;
    copy.defaultValue = defaultValue;
    copy.defaultText = defaultText;
    copy.requiredHint = requiredHint;
    copy.bounds = bounds;
    copy.olderNames = olderNames;
    copy.variables = variables;
    copy.carriedOut = carriedOut;
    change.accept(copy);
    return copy;
  }

  /** A setting of an agent, in its file; in force after a reload. */
  public static <T> Setting<T> local(String path, ValueType<T> type, String meaning) {
    return new Setting<>(split(path), type, meaning).with(s -> s.places = EnumSet.of(Place.LOCAL));
  }

  /** A setting of the cluster, in its dynamic configuration; in force at once. */
  public static <T> Setting<T> dynamic(String path, ValueType<T> type, String meaning) {
    return new Setting<>(split(path), type, meaning)
        .with(
            s -> {
              s.places = EnumSet.of(Place.DYNAMIC);
              s.inForce = InForce.AT_ONCE;
            });
  }

  /** A setting of the cluster that an agent's own file may set for its node. */
  public static <T> Setting<T> both(String path, ValueType<T> type, String meaning) {
    return dynamic(path, type, meaning).with(s -> s.places = EnumSet.allOf(Place.class));
  }

  /** A key of Patroni that has no meaning here: it is no mistake, and nothing reads it. */
  public static Setting<SettingsNode> unused(String path, Place place) {
    return new Setting<>(split(path), ValueType.tree(Shape.ANY), "known from Patroni, not used")
        .with(
            s -> {
              s.places = EnumSet.of(place);
              s.inForce = InForce.NEVER_READ;
            });
  }

  private static List<String> split(String path) {
    return Arrays.asList(path.split("\\."));
  }

  /** What stands in for a missing or unreadable value. */
  public Setting<T> otherwise(T value) {
    return with(s -> s.defaultValue = Optional.of(value));
  }

  /** What stands in for a missing or unreadable value, and how the reference names it. */
  public Setting<T> otherwise(T value, String text) {
    return otherwise(value).otherwiseAs(text);
  }

  /** How the reference names what stands in, where the reader knows it. */
  public Setting<T> otherwiseAs(String text) {
    return with(s -> s.defaultText = Optional.of(text));
  }

  /**
   * It has to be there.
   *
   * @param hint what to write
   * @param standIn what readers get all the same, so that reading goes on
   */
  public Setting<T> required(String hint, T standIn) {
    return with(
        s -> {
          s.requiredHint = Optional.of(hint);
          s.defaultValue = Optional.of(standIn);
          s.defaultText = Optional.of("required");
        });
  }

  /** A value that is read and has to fulfil this as well. */
  public Setting<T> bound(Bound<T> bound) {
    return with(
        s -> {
          List<Bound<T>> more = new ArrayList<>(bounds);
          more.add(bound);
          s.bounds = List.copyOf(more);
        });
  }

  /** A former name in the same section; it counts only where the present one is missing. */
  public Setting<T> formerly(String name) {
    return with(s -> s.olderNames = List.of(name));
  }

  /** It is read and checked, and nothing does yet what it asks for. */
  public Setting<T> notCarriedOut() {
    return with(s -> s.carriedOut = false);
  }

  /** What it takes for a change to be in force. */
  public Setting<T> inForce(InForce when) {
    return with(s -> s.inForce = when);
  }

  /** It may be set by the variable of its path, after {@code HACTL_} or {@code PATRONI_}. */
  public Setting<T> variable() {
    return variables(String.join("_", segments));
  }

  /** It may be set by these variables, in upper case after {@code HACTL_} or {@code PATRONI_}. */
  public Setting<T> variables(String... names) {
    return with(s -> s.variables = List.of(names));
  }

  /** The same setting below a section: the dynamic ones below {@code bootstrap.dcs}. */
  Setting<T> under(String section) {
    List<String> path = new ArrayList<>(split(section));
    path.addAll(segments);
    return copy(path, _ -> {});
  }

  /** Names of sections and keys; {@code <role>} stands for several. */
  public List<String> segments() {
    return segments;
  }

  /** The full name, with dots. */
  public String path() {
    return String.join(".", segments);
  }

  /** The last part of the name. */
  public String key() {
    return segments.getLast();
  }

  /** What kind of value it has. */
  public ValueType<T> type() {
    return type;
  }

  /** What it means, in one sentence without a full stop. */
  public String meaning() {
    return meaning;
  }

  /** Where it may stand. */
  public Set<Place> places() {
    return Collections.unmodifiableSet(places);
  }

  /** What it takes for a change to be in force. */
  public InForce inForce() {
    return inForce;
  }

  /** Whether something does what it asks for. */
  public boolean isCarriedOut() {
    return carriedOut;
  }

  /** Whether nothing reads it. */
  public boolean isUnused() {
    return inForce == InForce.NEVER_READ;
  }

  /** What stands in for a missing or unreadable value. */
  public Optional<T> defaultValue() {
    return defaultValue;
  }

  /** The default as an operator would write it. */
  public String defaultText() {
    return defaultText.orElseGet(() -> defaultValue.map(type::write).orElse("none"));
  }

  /** What to write where it has to be there and is not. */
  public Optional<String> requiredHint() {
    return requiredHint;
  }

  /** What a readable value has to fulfil. */
  public List<Bound<T>> bounds() {
    return bounds;
  }

  /** Former names in the same section. */
  public List<String> olderNames() {
    return olderNames;
  }

  /** Names of variables, in any case, without their prefix; {@code <role>} is as in the path. */
  public List<String> variables() {
    return variables;
  }

  @Override
  public String toString() {
    return path();
  }
}
