package io.hactl.runner;

import io.hactl.core.model.Ailment;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log when something begins to be wrong with this node, and when it is over. */
final class AilmentLog {

  private static final Logger log = LoggerFactory.getLogger(AilmentLog.class);

  private AilmentLog() {}

  static void changes(List<Ailment> before, List<Ailment> now) {
    now.stream()
        .filter(a -> before.stream().noneMatch(b -> b.kind() == a.kind()))
        .forEach(a -> log.error("this node is ill ({}): {}", a.kind().word(), a.message()));
    before.stream()
        .filter(b -> now.stream().noneMatch(a -> a.kind() == b.kind()))
        .forEach(b -> log.warn("over ({}): {}", b.kind().word(), b.message()));
  }
}
