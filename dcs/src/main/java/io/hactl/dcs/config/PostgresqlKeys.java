package io.hactl.dcs.config;

import static io.hactl.settings.keys.Setting.both;
import static io.hactl.settings.keys.Setting.dynamic;

import io.hactl.settings.ValueType;
import io.hactl.settings.keys.Catalogue;
import io.hactl.settings.keys.Setting;
import java.util.List;
import java.util.Map;

/**
 * What of {@code postgresql} may be set for the whole cluster and, over that, for one node in its
 * agent's file.
 */
public final class PostgresqlKeys {

  /** All of them. */
  public static final Catalogue CATALOGUE = new Catalogue();

  /** Server parameters. */
  public static final Setting<Map<String, String>> PARAMETERS =
      CATALOGUE.add(
          both(
                  "postgresql.parameters",
                  ValueType.map(ValueType.verbatim()),
                  "server parameters; those of a node's own file are laid over the cluster's,"
                      + " except those that have to be the same on all members")
              .otherwise(Map.of(), "PostgreSQL's"));

  /** Lines of {@code pg_hba.conf}. */
  public static final Setting<List<String>> PG_HBA =
      CATALOGUE.add(
          both(
                  "postgresql.pg_hba",
                  ValueType.lines(),
                  "the lines of `pg_hba.conf`, which is left alone where there are none")
              .otherwise(List.of()));

  /** Lines of {@code pg_ident.conf}. */
  public static final Setting<List<String>> PG_IDENT =
      CATALOGUE.add(
          both(
                  "postgresql.pg_ident",
                  ValueType.lines(),
                  "the lines of `pg_ident.conf`, which is left alone where there are none")
              .otherwise(List.of()));

  /** Settings of a standby. */
  public static final Setting<Map<String, String>> RECOVERY_CONF =
      CATALOGUE.add(
          both(
                  "postgresql.recovery_conf",
                  ValueType.map(ValueType.verbatim()),
                  "recovery settings of a standby, such as `restore_command`")
              .otherwise(Map.of()));

  /** A slot for each member. */
  public static final Setting<Boolean> USE_SLOTS =
      CATALOGUE.add(
          dynamic(
                  "postgresql.use_slots",
                  ValueType.flag(),
                  "a physical slot for each member; what a node's own file says does not count")
              .otherwise(true));

  /** Rewind rather than copy. */
  public static final Setting<Boolean> USE_PG_REWIND =
      CATALOGUE.add(
          both(
                  "postgresql.use_pg_rewind",
                  ValueType.flag(),
                  "rewind a former primary instead of copying it anew")
              .otherwise(false));

  /** Set aside rather than wait. */
  public static final Setting<Boolean> SET_ASIDE_DIVERGED_DATA =
      CATALOGUE.add(
          both(
                  "postgresql.set_aside_diverged_data",
                  ValueType.flag(),
                  "data that cannot be rewound, or need not be, is set aside under a new name and"
                      + " copied anew; `false`: the member waits for an operator"
                      + " ([safety.md](../safety.md))")
              .otherwise(true));

  /** Remove rather than set aside, when rewinding has failed. */
  public static final Setting<Boolean> REMOVE_ON_REWIND_FAILURE =
      CATALOGUE.add(
          both(
                  "postgresql.remove_data_directory_on_rewind_failure",
                  ValueType.flag(),
                  "data that could not be rewound is removed instead, as in Patroni")
              .otherwise(false));

  /** Remove rather than set aside, when nothing can be rewound. */
  public static final Setting<Boolean> REMOVE_ON_DIVERGED_TIMELINES =
      CATALOGUE.add(
          both(
                  "postgresql.remove_data_directory_on_diverged_timelines",
                  ValueType.flag(),
                  "data on a timeline of its own is removed instead, as in Patroni")
              .otherwise(false));

  /** Those of which the value in a node's own file is laid over the cluster's by the agent. */
  public static final List<Setting<Boolean>> LAID_OVER =
      List.of(
          USE_PG_REWIND,
          REMOVE_ON_REWIND_FAILURE,
          REMOVE_ON_DIVERGED_TIMELINES,
          SET_ASIDE_DIVERGED_DATA);

  private PostgresqlKeys() {}
}
