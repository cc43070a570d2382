package io.hactl.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.dcs.DynamicConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code postgresql} section of the dynamic configuration, as far as files need it. */
final class DynamicPostgres {

  private final JsonNode section;

  DynamicPostgres(DynamicConfig config) {
    section = config.tree().path("postgresql");
  }

  List<String> pgHba() {
    return lines("pg_hba");
  }

  List<String> pgIdent() {
    return lines("pg_ident");
  }

  Map<String, String> recoveryConf() {
    Map<String, String> values = new LinkedHashMap<>();
    section
        .path("recovery_conf")
        .properties()
        .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
    return values;
  }

  private List<String> lines(String key) {
    List<String> lines = new ArrayList<>();
    section.path(key).forEach(line -> lines.add(line.asText()));
    return lines;
  }
}
