package io.hactl.agent.config.keys;

import static io.hactl.settings.keys.Setting.local;

import io.hactl.settings.ValueType;
import io.hactl.settings.keys.Catalogue;
import io.hactl.settings.keys.Placeholder;
import io.hactl.settings.keys.Setting;
import java.util.List;
import java.util.Map;

/** How replicas are made: the ways to try, and a section of {@code postgresql} for each of them. */
public final class ReplicaMethodKeys {

  /** What stands for the way in paths. */
  public static final String METHOD = "<method>";

  /** All of them. */
  public static final Catalogue CATALOGUE = new Catalogue(Placeholder.listedName(METHOD));

  public static final Setting<List<String>> METHODS =
      CATALOGUE.add(
          local(
                  "postgresql.create_replica_methods",
                  ValueType.list(),
                  "the ways to make a replica, in the order to try them")
              .otherwise(List.of("basebackup"))
              .formerly("create_replica_method")
              .notCarriedOut());

  /** The section as a whole: what is in it beside the keys below goes to the command. */
  public static final Setting<Map<String, String>> ALL =
      CATALOGUE.add(
          local(
              "postgresql." + METHOD,
              ValueType.map(ValueType.verbatim()),
              "such a way, not used yet: the keys below, and any others, which the command gets as"
                  + " `--key=value`"));

  public static final Setting<String> COMMAND =
      CATALOGUE.add(
          local("postgresql." + METHOD + ".command", ValueType.text(), "the program")
              .required("name the program", ""));

  public static final Setting<Boolean> KEEP_DATA =
      CATALOGUE.add(flag("keep_data", "the data directory is left as it is before"));

  public static final Setting<Boolean> NO_LEADER =
      CATALOGUE.add(
          flag("no_leader", "it works without a running leader or replica").formerly("no_master"));

  public static final Setting<Boolean> NO_PARAMS =
      CATALOGUE.add(flag("no_params", "the command gets its own parameters only"));

  private ReplicaMethodKeys() {}

  private static Setting<Boolean> flag(String key, String meaning) {
    return local("postgresql." + METHOD + "." + key, ValueType.flag(), meaning).otherwise(false);
  }
}
