package io.hactl.agent.config.read;

import io.hactl.agent.config.AgentSettings;
import io.hactl.agent.config.keys.LocalKeys;
import io.hactl.dcs.cluster.Tags;
import io.hactl.dcs.etcd.EtcdSettings;
import io.hactl.settings.keys.InForce;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What changed between two versions of the settings, and what it takes for it to be in force.
 *
 * @param changes in the order of the settings
 */
public record SettingsDiff(List<Change> changes) {

  public SettingsDiff {
    changes = List.copyOf(changes);
  }

  /**
   * A setting that changed.
   *
   * @param path its name, as in the file
   * @param before for people; secrets are hidden
   * @param after for people; secrets are hidden
   */
  public record Change(String path, String before, String after, InForce inForce) {

    /** {@code postgresql.listen.port: '5432' becomes '5433' after a restart of PostgreSQL}. */
    public String text() {
      return "%s: '%s' becomes '%s'%s".formatted(path, before, after, inForce.condition());
    }
  }

  /** The names that differ between records and files; empty text: no level of its own. */
  private static final Map<String, String> FILE_NAMES =
      Map.of(
          "rest_api", "restapi",
          "etcd", "etcd3",
          "etcd3.endpoints", "etcd3.hosts",
          "etcd3.tls", "etcd3.protocol",
          "etcd3.ca_certificate", "etcd3.cacert",
          "etcd3.certificate", "etcd3.cert",
          "postgresql.bin_names", "postgresql.bin_name",
          "postgresql.options", "postgresql",
          "health.on", "health.mode",
          "postgresql.use_unix_socket_for_replication", "postgresql.use_unix_socket_repl");

  public static SettingsDiff between(AgentSettings before, AgentSettings after) {
    Map<String, Object> old = new LinkedHashMap<>();
    Map<String, Object> now = new LinkedHashMap<>();
    flatten("", before, old);
    flatten("", after, now);
    Set<String> paths = new LinkedHashSet<>(now.keySet());
    paths.addAll(old.keySet());
    List<Change> changes = new ArrayList<>();
    for (String path : paths) {
      if (!Objects.equals(old.get(path), now.get(path))) {
        changes.add(
            new Change(
                path, text(old.get(path)), text(now.get(path)), LocalKeys.CATALOGUE.inForce(path)));
      }
    }
    return new SettingsDiff(changes);
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** The changes that take this to be in force. */
  public List<Change> with(InForce inForce) {
    return changes.stream().filter(change -> change.inForce() == inForce).toList();
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }

  /** A record is a level of the tree; a secret and an address are values. */
  private static void flatten(String path, Object value, Map<String, Object> into) {
    Object bare = value instanceof Optional<?> optional ? optional.orElse(null) : value;
    boolean isTree =
        bare instanceof Record
                && bare.getClass().getPackageName().startsWith(AgentSettings.class.getPackageName())
            || bare instanceof EtcdSettings;
    if (isTree) {
      for (RecordComponent component : bare.getClass().getRecordComponents()) {
        if (!component.getName().equals("localOptions")) {
          flatten(pathOf(path, component.getName()), get(component, bare), into);
        }
      }
    } else if (bare instanceof Map<?, ?> map) {
      map.forEach((key, entry) -> flatten(path + "." + key, entry, into));
    } else if (bare != null) {
      into.put(path, bare instanceof Tags tags ? tags.values() : bare);
    }
  }

  private static String pathOf(String parent, String component) {
    String name = component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    String path = parent.isEmpty() ? name : parent + "." + name;
    return FILE_NAMES.getOrDefault(path, path);
  }

  private static Object get(RecordComponent component, Object record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
