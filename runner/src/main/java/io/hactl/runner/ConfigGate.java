package io.hactl.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.core.model.Self;
import io.hactl.dcs.cluster.RenewalTiming;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.settings.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets nothing into force that makes a lease unsafe, whoever wrote it into the DCS. Only the
 * settings that the lease is computed from are held back; everything else of the configuration
 * counts, so that the cluster can still be paused.
 */
final class ConfigGate {

  private static final Logger log = LoggerFactory.getLogger(ConfigGate.class);
  private static final List<String> TIMING = List.of("ttl", "loop_wait", "retry_timeout");

  private ConfigGate() {}

  /**
   * What of {@code wanted} may come into force.
   *
   * @param current what is in force; what is wrong with it already is no reason against a change
   */
  static DynamicConfig admit(DynamicConfig wanted, DynamicConfig current, Self self) {
    List<Problem> problems = problems(wanted, self);
    problems.removeAll(problems(current, self));
    if (problems.isEmpty()) {
      return wanted;
    }
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (String key : TIMING) {
      JsonNode value = current.tree().path(key);
      // A null takes the key out, so that its default counts as it did before.
      kept.set(key, value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value);
    }
    log.error(
        "The cluster's configuration is not safe and its ttl, loop_wait and retry_timeout are"
            + " refused: {} In force stay ttl {} s, loop_wait {} s, retry_timeout {} s; correct the"
            + " configuration with 'hactl edit-config'.",
        problems.stream().map(Problem::text).collect(Collectors.joining(" ")),
        current.ttl().toSeconds(),
        current.loopWait().toMillis() / 1000.0,
        current.retryTimeout().toMillis() / 1000.0);
    return wanted.merge(kept);
  }

  private static List<Problem> problems(DynamicConfig config, Self self) {
    List<Problem> problems = new ArrayList<>(config.timingProblems());
    self.watchdogMargin()
        .flatMap(margin -> RenewalTiming.watchdogProblem(config, self.name(), margin))
        .ifPresent(problems::add);
    return problems;
  }
}
