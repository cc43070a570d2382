package io.hactl.runner;

import io.hactl.core.model.Fault;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log when something begins to be wrong with this node, and when it is over. */
final class FaultLog {

  private static final Logger log = LoggerFactory.getLogger(FaultLog.class);

  private FaultLog() {}

  static void changes(List<Fault> before, List<Fault> now) {
    now.stream()
        .filter(f -> before.stream().noneMatch(b -> b.kind() == f.kind()))
        .forEach(f -> log.error("this node is unhealthy ({}): {}", f.kind().word(), f.message()));
    before.stream()
        .filter(b -> now.stream().noneMatch(a -> a.kind() == b.kind()))
        .forEach(b -> log.warn("over ({}): {}", b.kind().word(), b.message()));
  }
}
