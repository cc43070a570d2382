package io.hactl.agent.config.keys;

import static io.hactl.settings.keys.InForce.NEXT_BOOTSTRAP;

import io.hactl.agent.config.CommandOption;
import io.hactl.settings.Secret;
import io.hactl.settings.ValueType;
import io.hactl.settings.keys.Catalogue;
import io.hactl.settings.keys.Placeholder;
import io.hactl.settings.keys.Setting;
import java.util.List;
import java.util.Set;

/**
 * The section {@code bootstrap}, except for {@code bootstrap.dcs}: its keys are the dynamic ones.
 */
public final class BootstrapKeys {

  /** What stands for a role in paths. */
  public static final String USER = "<name>";

  /** Where the dynamic configuration of a new cluster is. */
  public static final String DCS = "bootstrap.dcs";

  /** Where the roles of a new cluster are. */
  public static final String USERS = "bootstrap.users";

  /** All of them. */
  public static final Catalogue CATALOGUE = new Catalogue(Placeholder.anyName(USER));

  public static final Setting<String> METHOD =
      CATALOGUE.add(
          local("method", ValueType.text(), "how a cluster is created; no other way is supported")
              .otherwise("initdb"));

  public static final Setting<List<CommandOption>> INITDB =
      CATALOGUE.add(
          local(
                  "initdb",
                  CommandOptionsType.of(
                      Set.of(
                          "pgdata",
                          "nosync",
                          "no-sync",
                          "pwfile",
                          "pwprompt",
                          "sync-only",
                          "version")),
                  "options of `initdb`: `- data-checksums`, `- encoding: UTF8`")
              .otherwise(List.of(), "none"));

  public static final Setting<String> POST_BOOTSTRAP =
      CATALOGUE.add(
          local("post_bootstrap", ValueType.text(), "a command run once on the new cluster")
              .formerly("post_init"));

  public static final Setting<Secret> USER_PASSWORD =
      CATALOGUE.add(
          local(
              "users." + USER + ".password",
              ValueType.secret(),
              "the password of a role that is created on the new cluster"));

  public static final Setting<List<String>> USER_OPTIONS =
      CATALOGUE.add(
          local(
                  "users." + USER + ".options",
                  ValueType.list(),
                  "its options, as of `CREATE ROLE`: `createdb`, `createrole`, …")
              .otherwise(List.of()));

  public static final Setting<List<String>> PG_HBA =
      CATALOGUE.add(
          local(
                  "pg_hba",
                  ValueType.lines(),
                  "the lines of `pg_hba.conf` of a new cluster where `postgresql.pg_hba` has none")
              .otherwise(List.of()));

  private BootstrapKeys() {}

  private static <T> Setting<T> local(String key, ValueType<T> type, String meaning) {
    return Setting.local("bootstrap." + key, type, meaning).inForce(NEXT_BOOTSTRAP);
  }
}
