package io.hactl.agent.config.keys;

import static io.hactl.settings.keys.Setting.local;

import io.hactl.settings.SettingsNode;
import io.hactl.settings.Shape;
import io.hactl.settings.ValueType;
import io.hactl.settings.keys.Catalogue;
import io.hactl.settings.keys.Placeholder;
import io.hactl.settings.keys.Setting;
import java.util.List;

/** The section {@code tags}: those with a meaning, and own ones. */
public final class TagKeys {

  /** What stands for an own tag in paths. */
  public static final String OWN_NAME = "<tag>";

  /** All of them. */
  public static final Catalogue CATALOGUE = new Catalogue(Placeholder.anyName(OWN_NAME));

  /** Tags that are on or off. */
  public static final List<Setting<Boolean>> SWITCHES =
      List.of(
          flag("nofailover", "this member is never elected"),
          flag("noloadbalance", "health checks for replicas fail here"),
          flag("clonefrom", "new replicas are rather copied from this member"),
          flag("nosync", "this member is never a synchronous standby"),
          flag("nostream", "this member fetches WAL from the archive, and has no slot"));

  /** Tags that are numbers. */
  public static final List<Setting<Integer>> PRIORITIES =
      List.of(
          priority("failover_priority", "the higher, the rather elected; 0: never"),
          priority("sync_priority", "the higher, the rather synchronous; 0: never"));

  /** A tag that is a member's name. */
  public static final Setting<String> REPLICATEFROM =
      add("replicatefrom", ValueType.text(), "the member to replicate from instead of the leader");

  /** Any other. */
  public static final Setting<SettingsNode> OWN =
      add(OWN_NAME, ValueType.tree(Shape.ANY), "a tag of one's own, published as it is");

  private TagKeys() {}

  private static <T> Setting<T> add(String key, ValueType<T> type, String meaning) {
    return CATALOGUE.add(local("tags." + key, type, meaning));
  }

  private static Setting<Boolean> flag(String key, String meaning) {
    return CATALOGUE.add(local("tags." + key, ValueType.flag(), meaning).otherwiseAs("off"));
  }

  private static Setting<Integer> priority(String key, String meaning) {
    return CATALOGUE.add(
        local("tags." + key, ValueType.number(Integer.MIN_VALUE, Integer.MAX_VALUE), meaning)
            .otherwiseAs("1"));
  }
}
