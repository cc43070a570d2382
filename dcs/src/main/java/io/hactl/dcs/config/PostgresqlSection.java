package io.hactl.dcs.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The section {@code postgresql} of the dynamic configuration.
 *
 * @param parameters server parameters as the configuration file takes them, unquoted; booleans are
 *     {@code on} and {@code off}
 * @param useSlots whether each member replicates through a slot of its own
 * @param usePgRewind whether a former primary is rewound rather than copied anew
 * @param removeDataDirectoryOnRewindFailure whether to remove the data when rewinding has failed
 * @param removeDataDirectoryOnDivergedTimelines whether to remove the data when the timelines have
 *     diverged and nothing can be rewound
 * @param setAsideDivergedData whether data that cannot be rewound is set aside and copied anew; if
 *     not, it waits for an operator
 * @param pgHba lines of {@code pg_hba.conf}; empty: left alone
 * @param pgIdent lines of {@code pg_ident.conf}; empty: left alone
 * @param recoveryConf recovery settings of a standby, such as {@code restore_command}
 */
public record PostgresqlSection(
    Map<String, String> parameters,
    boolean useSlots,
    boolean usePgRewind,
    boolean removeDataDirectoryOnRewindFailure,
    boolean removeDataDirectoryOnDivergedTimelines,
    boolean setAsideDivergedData,
    List<String> pgHba,
    List<String> pgIdent,
    Map<String, String> recoveryConf) {

  public PostgresqlSection {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    recoveryConf = Collections.unmodifiableMap(new LinkedHashMap<>(recoveryConf));
    pgHba = List.copyOf(pgHba);
    pgIdent = List.copyOf(pgIdent);
  }

  static PostgresqlSection of(DynamicConfig config) {
    return new PostgresqlSection(
        config.get(PostgresqlKeys.PARAMETERS),
        config.get(PostgresqlKeys.USE_SLOTS),
        config.get(PostgresqlKeys.USE_PG_REWIND),
        config.get(PostgresqlKeys.REMOVE_ON_REWIND_FAILURE),
        config.get(PostgresqlKeys.REMOVE_ON_DIVERGED_TIMELINES),
        config.get(PostgresqlKeys.SET_ASIDE_DIVERGED_DATA),
        config.get(PostgresqlKeys.PG_HBA),
        config.get(PostgresqlKeys.PG_IDENT),
        config.get(PostgresqlKeys.RECOVERY_CONF));
  }
}
