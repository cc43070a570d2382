package io.hactl.agent.config.keys;

import io.hactl.settings.Bound;
import io.hactl.settings.ValueProblem;
import io.hactl.settings.ValueType;
import io.hactl.settings.keys.Catalogue;
import io.hactl.settings.keys.InForce;
import io.hactl.settings.keys.Place;
import io.hactl.settings.keys.Setting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The keys at the top that only an agent reads. */
public final class MemberKeys {

  /** All of them. */
  public static final Catalogue CATALOGUE = new Catalogue();

  private static final int MAX_NAME_BYTES = 63;

  /**
   * Names that are none: of folders, and a reserved word that stands for no member at all in {@code
   * synchronous_standby_names}.
   */
  private static final Set<String> RESERVED =
      Set.of(".", "..", "__patroni_strict_sync_replica_placeholder__");

  private static final Pattern ILLEGAL_IN_NAME = Pattern.compile("[/,\\s\\p{Cntrl}\"'\\\\]");

  /** What the name of a member or a cluster has to be. */
  public static final Bound<String> LEGAL_NAME =
      new Bound<>("at most 63 bytes, without blanks, quotes, commas and slashes", MemberKeys::name);

  /** The member. */
  public static final Setting<String> NAME =
      CATALOGUE.add(
          Setting.local("name", ValueType.text(), "this member's name, unique in the cluster")
              .required("name this member, for instance after its host", "")
              .bound(LEGAL_NAME)
              .inForce(InForce.AGENT_RESTART)
              .variable());

  static {
    List.of("consul", "zookeeper", "exhibitor", "kubernetes", "raft", "citus", "multisite")
        .forEach(key -> CATALOGUE.unused(Place.LOCAL, key));
    CATALOGUE.unused(Place.LOCAL, "thread_pool_size", "thread_stack_size");
  }

  private MemberKeys() {}

  private static Optional<ValueProblem> name(String name) {
    if (ILLEGAL_IN_NAME.matcher(name).find()) {
      return Optional.of(
          ValueProblem.of(
              "has a blank, a quote, a comma or a slash", "use letters, digits, '-' and '_'"));
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      return Optional.of(
          ValueProblem.of("is longer than " + MAX_NAME_BYTES + " bytes", "shorten it"));
    }
    return RESERVED.contains(name)
        ? Optional.of(ValueProblem.of("is a reserved word", "choose another name"))
        : Optional.empty();
  }
}
