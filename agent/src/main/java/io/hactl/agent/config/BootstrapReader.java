package io.hactl.agent.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.settings.Section;
import io.hactl.settings.SettingsNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the section {@code bootstrap}. */
final class BootstrapReader {

  private static final Set<String> INITDB_FORBIDDEN =
      Set.of("pgdata", "nosync", "no-sync", "pwfile", "pwprompt", "sync-only", "version");

  private static final Pattern KEY_FIRST = Pattern.compile("'([^'.]+)[^']*' (.*)");

  private final Section section;

  BootstrapReader(Section section) {
    this.section = section;
  }

  BootstrapSettings read() {
    checkMethod();
    return new BootstrapSettings(
        dcs(),
        CommandOptionsReader.read(section, "initdb", INITDB_FORBIDDEN),
        postBootstrap(),
        users(),
        section.lines("pg_hba"));
  }

  private void checkMethod() {
    Optional<String> method = section.text("method");
    if (method.isPresent() && !method.get().equals("initdb")) {
      section.error(
          "method",
          "is a custom way to create the cluster, which is not supported",
          "create the data directory yourself and start the agent on it, or write 'initdb'");
      section.ignore(method.get());
    }
  }

  private Optional<String> postBootstrap() {
    Optional<String> initName = section.text("post_init");
    return section.text("post_bootstrap").or(() -> initName);
  }

  private Map<String, BootstrapSettings.User> users() {
    Section users = section.section("users");
    Map<String, BootstrapSettings.User> read = new LinkedHashMap<>();
    for (String name : users.keys()) {
      Section user = users.section(name);
      read.put(name, new BootstrapSettings.User(user.secret("password"), user.list("options")));
    }
    return read;
  }

  /** What a later change of the dynamic configuration is held to, its beginning is held to, too. */
  private static void checkValues(Section dcs, JsonNode tree) {
    for (String problem : new DynamicConfig(tree).validate()) {
      Matcher words = KEY_FIRST.matcher(problem);
      boolean checkedElsewhere = problem.startsWith("'postgresql.");
      if (words.matches() && !checkedElsewhere) {
        dcs.error(words.group(1), words.group(2));
      }
    }
  }

  private JsonNode dcs() {
    JsonNode tree =
        section.node("dcs").map(SettingsNode::toJson).orElse(JsonNodeFactory.instance.objectNode());
    if (!tree.isObject()) {
      section.error("dcs", "is not a mapping of keys to values");
      return JsonNodeFactory.instance.objectNode();
    }
    Section dcs = section.section("dcs");
    dcs.ignore("ttl", "loop_wait", "retry_timeout", "maximum_lag_on_failover");
    dcs.ignore("maximum_lag_on_syncnode", "max_timelines_history", "check_timeline");
    dcs.ignore("primary_start_timeout", "primary_stop_timeout", "primary_race_backoff");
    dcs.ignore("master_start_timeout", "master_stop_timeout", "postgresql", "standby_cluster");
    dcs.ignore("synchronous_mode", "synchronous_mode_strict", "synchronous_node_count");
    dcs.ignore("failsafe_mode", "pause", "slots", "ignore_slots", "member_slots_ttl");
    dcs.ignore("static_single_node", "citus", "multisite");
    checkValues(dcs, tree);
    if (dcs.has("postgresql")) {
      new PostgresqlOptionsReader(dcs.section("postgresql")).read();
    }
    return tree;
  }
}
