package io.hactl.agent;

import io.hactl.agent.config.AgentSettings;
import io.hactl.agent.config.WatchdogSettings;
import io.hactl.agent.config.WatchdogSettings.Mode;
import io.hactl.agent.fence.Fences;
import io.hactl.agent.fence.GuardProcess;
import io.hactl.agent.fence.Watchdog;
import io.hactl.core.decision.FenceOrder;
import io.hactl.core.model.FenceView;
import io.hactl.port.Fence;
import io.hactl.time.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fences that the settings ask for. */
final class FenceBuilder {

  private static final Logger log = LoggerFactory.getLogger(FenceBuilder.class);

  private FenceBuilder() {}

  /** Starts the guard, or takes over the one that lives. */
  static Fence start(AgentSettings settings, TimeSource time) {
    List<Fence> fences = new ArrayList<>();
    if (settings.guard().on()) {
      fences.add(guard(settings, time));
    } else {
      log.warn("guard.mode is off: nothing stops PostgreSQL should this agent freeze or be killed");
    }
    if (settings.watchdog().mode() != Mode.OFF) {
      fences.add(new Watchdog(plan(settings.watchdog()), time));
    }
    return new Fences(fences);
  }

  private static Fence guard(AgentSettings settings, TimeSource time) {
    Path program = settings.guard().program().orElseGet(FenceBuilder::ownProgram);
    try {
      return GuardProcess.start(program, settings.postgresql().dataDir(), time);
    } catch (IOException e) {
      log.error("the guard cannot be started: {}", e.getMessage());
      return broken(FenceView.notReady("the guard cannot be started", time.now()));
    }
  }

  /** The guard that is installed beside the jars; the launcher says where those are. */
  private static Path ownProgram() {
    return Path.of(System.getProperty("hactl.home", "."), "target", "dist", "hactl-guard")
        .toAbsolutePath();
  }

  private static Fence broken(FenceView view) {
    return new Fence() {
      @Override
      public void apply(FenceOrder order) {}

      @Override
      public FenceView view() {
        return view;
      }
    };
  }

  private static Watchdog.Plan plan(WatchdogSettings w) {
    return new Watchdog.Plan(w.mode() == Mode.REQUIRED, w.testing(), w.device(), w.safetyMargin());
  }
}
