package io.hactl.dcs.cluster;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The members that must all agree before a leader goes on without the DCS.
 *
 * @param members member name to its {@code api_url}
 */
public record Failsafe(Map<String, String> members) {

  public static final Failsafe EMPTY = new Failsafe(Map.of());

  public Failsafe {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }
}
