package io.hactl.agent.config.keys;

import io.hactl.dcs.config.DynamicKeys;
import io.hactl.dcs.config.PostgresqlKeys;
import io.hactl.dcs.etcd.EtcdSettingKeys;
import io.hactl.settings.keys.AccessKeys;
import io.hactl.settings.keys.Catalogue;
import java.util.List;

/** Everything that may stand in an agent's own settings. */
public final class LocalKeys {

  /** Without the dynamic configuration of a new cluster, for the reference. */
  public static final Catalogue OWN =
      Catalogue.of(
          List.of(
              MemberKeys.CATALOGUE,
              EtcdSettingKeys.CATALOGUE,
              RestApiKeys.CATALOGUE,
              AccessKeys.CATALOGUE,
              BootstrapKeys.CATALOGUE,
              LocalPostgresqlKeys.CATALOGUE,
              CredentialKeys.CATALOGUE,
              PostgresqlKeys.CATALOGUE,
              ReplicaMethodKeys.CATALOGUE,
              FenceKeys.CATALOGUE,
              HealthKeys.CATALOGUE,
              TagKeys.CATALOGUE,
              LogKeys.CATALOGUE));

  /** All of them. */
  public static final Catalogue CATALOGUE =
      Catalogue.of(List.of(OWN, DynamicKeys.CATALOGUE.under(BootstrapKeys.DCS)));

  private LocalKeys() {}
}
