package io.hactl.agent.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.settings.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The section {@code bootstrap}: used by the member that creates the cluster, and by nobody after.
 *
 * @param dcs the dynamic configuration the cluster starts with; an object
 * @param initdb options of {@code initdb}
 * @param postBootstrap a command to run once the new cluster takes connections
 * @param users roles to create, by name
 * @param pgHba lines for {@code pg_hba.conf} of a new cluster where {@code postgresql.pg_hba} has
 *     none
 */
public record BootstrapSettings(
    JsonNode dcs,
    List<CommandOption> initdb,
    Optional<String> postBootstrap,
    Map<String, User> users,
    List<String> pgHba) {

  public BootstrapSettings {
    initdb = List.copyOf(initdb);
    users = Collections.unmodifiableMap(new LinkedHashMap<>(users));
    pgHba = List.copyOf(pgHba);
  }

  /**
   * A role to create.
   *
   * @param options of {@code CREATE ROLE}: {@code createdb}, {@code createrole}, …
   */
  public record User(Optional<Secret> password, List<String> options) {
    public User {
      options = List.copyOf(options);
    }
  }
}
