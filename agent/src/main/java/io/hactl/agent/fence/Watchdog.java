package io.hactl.agent.fence;

import io.hactl.core.decision.FenceOrder;
import io.hactl.core.lease.LeaseTiming;
import io.hactl.core.model.FenceView;
import io.hactl.dcs.cluster.RenewalTiming;
import io.hactl.port.Fence;
import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hardware watchdog as a fence: it resets the machine unless it is kept alive, which happens
 * with each renewal of the lease and with nothing else. Opened when the lease is taken, closed when
 * nothing of the server takes writes any more.
 */
public final class Watchdog implements Fence {

  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);
  private static final Duration OPEN_AGAIN = Duration.ofSeconds(1);

  /** How it is opened. */
  interface Opener {
    WatchdogDevice open(Path path) throws IOException;
  }

  private final Plan plan;
  private final TimeSource time;
  private final Opener opener;
  private Optional<WatchdogDevice> device = Optional.empty();

  /** Zero: it is not in use. */
  private Duration askedTimeout = Duration.ZERO;

  private Duration granted = Duration.ZERO;
  private Tick keptFor = new Tick(Long.MIN_VALUE);
  private Optional<Tick> failedAt = Optional.empty();
  private String problem = "";

  /**
   * What the settings ask for.
   *
   * @param required whether a node without a working watchdog may not lead
   * @param testing whether {@code device} is a file or a named pipe that is only written to
   * @param safetyMargin from the reset to the end of the lease; empty: half of the ttl
   */
  public record Plan(
      boolean required, boolean testing, Path device, Optional<Duration> safetyMargin) {

    /** The time-out for a lease of that length, in whole seconds; zero or less: there is none. */
    Duration timeout(Duration ttl) {
      return RenewalTiming.watchdogTimeout(ttl, safetyMargin.orElse(Duration.ofSeconds(-1)));
    }
  }

  /**
   * @param time what the end of a lease is measured on
   */
  public Watchdog(Plan plan, TimeSource time) {
    this(plan, time, plan.testing() ? TestingWatchdog::open : LinuxWatchdog::open);
  }

  Watchdog(Plan plan, TimeSource time, Opener opener) {
    this.plan = plan;
    this.time = time;
    this.opener = opener;
  }

  @Override
  public void apply(FenceOrder order) {
    switch (order) {
      case FenceOrder.Arm arm -> arm(arm);
      case FenceOrder.Disarm ignored -> disarm();
      case FenceOrder.NotAfter ignored -> {
        // Its time-out is the device's; it is not kept alive meanwhile.
      }
      case FenceOrder.Keep ignored -> {}
    }
  }

  private void arm(FenceOrder.Arm arm) {
    boolean waiting = failedAt.filter(at -> time.now().isBefore(at.plus(OPEN_AGAIN))).isPresent();
    if (device.isEmpty() && (waiting || !canBeOpened())) {
      return;
    }
    try {
      if (device.isEmpty()) {
        open(arm);
      } else if (!askedTimeout.equals(plan.timeout(arm.ttl()))) {
        change(device.get(), arm);
      } else if (keptFor.isBefore(arm.leaseUntil())) {
        keepAlive(arm);
      }
      failedAt = Optional.empty();
      problem = "";
    } catch (IOException e) {
      failed(e.getMessage());
    }
  }

  /** A machine without a watchdog is the rule where none is required. */
  private boolean canBeOpened() {
    return plan.required() || Files.exists(plan.device());
  }

  private void open(FenceOrder.Arm arm) throws IOException {
    requireUsable(plan.timeout(arm.ttl()), arm);
    WatchdogDevice opened = opener.open(plan.device());
    device = Optional.of(opened);
    try {
      setTimeout(opened, arm);
    } catch (IOException e) {
      // The device counts down since it was opened, and nobody would keep it alive.
      disarm();
      throw e;
    }
    if (!opened.canBeDisarmed()) {
      log.warn("The watchdog {} cannot be switched off again.", plan.device());
    }
  }

  /** A device that does not take another time-out goes on with the one it has, if that will do. */
  private void change(WatchdogDevice opened, FenceOrder.Arm arm) throws IOException {
    Duration before = granted;
    try {
      requireUsable(plan.timeout(arm.ttl()), arm);
      setTimeout(opened, arm);
    } catch (IOException e) {
      boolean will =
          granted.equals(before)
              && before.compareTo(arm.ttl()) < 0
              && LeaseTiming.outlastsRenewals(before, arm.renewEvery());
      if (!will) {
        disarm();
        throw e;
      }
      askedTimeout = plan.timeout(arm.ttl());
      log.warn(
          "The watchdog {} goes on with its time-out of {} s: {}",
          plan.device(),
          before.toSeconds(),
          e.getMessage());
      keepAlive(arm);
    }
  }

  private void setTimeout(WatchdogDevice opened, FenceOrder.Arm arm) throws IOException {
    Duration timeout = plan.timeout(arm.ttl());
    granted = ask(opened, timeout);
    keptFor = arm.leaseUntil();
    if (granted.compareTo(timeout) > 0) {
      throw new IOException(
          "the watchdog %s grants no time-out shorter than %d s, and ttl and watchdog.safety_margin ask for %d s"
              .formatted(plan.device(), granted.toSeconds(), timeout.toSeconds()));
    }
    if (!LeaseTiming.outlastsRenewals(granted, arm.renewEvery())) {
      throw tooShort(granted, arm);
    }
    askedTimeout = timeout;
    log.info(
        "The watchdog {} ({}) resets this machine {} s after its last keep-alive ({} s were asked"
            + " for).",
        plan.device(),
        opened.identity(),
        granted.toSeconds(),
        timeout.toSeconds());
  }

  /** A device that refuses the time-out may have another one that will do. */
  private Duration ask(WatchdogDevice opened, Duration timeout) throws IOException {
    try {
      opened.setTimeout(timeout);
    } catch (IOException refused) {
      Duration has = timeoutOf(opened, refused);
      opened.keepAlive();
      return has;
    }
    return opened.timeout();
  }

  private static Duration timeoutOf(WatchdogDevice opened, IOException refused) throws IOException {
    try {
      return opened.timeout();
    } catch (IOException e) {
      refused.addSuppressed(e);
      throw refused;
    }
  }

  private void requireUsable(Duration timeout, FenceOrder.Arm arm) throws IOException {
    if (timeout.toSeconds() < 1 || !LeaseTiming.outlastsRenewals(timeout, arm.renewEvery())) {
      throw tooShort(timeout, arm);
    }
  }

  private static IOException tooShort(Duration timeout, FenceOrder.Arm arm) {
    return new IOException(
        ("the watchdog is not used: a ttl of %d s leaves it a time-out of %d s, which does not"
                + " outlast a renewal (every %d ms) that has to be tried again; raise ttl or lower"
                + " watchdog.safety_margin")
            .formatted(arm.ttl().toSeconds(), timeout.toSeconds(), arm.renewEvery().toMillis()));
  }

  /** A renewal whose answer came late is not passed on: the reset must not come after the lease. */
  private void keepAlive(FenceOrder.Arm arm) throws IOException {
    keptFor = arm.leaseUntil();
    if (!arm.leaseUntil().isBefore(time.now().plus(granted))) {
      device.orElseThrow().keepAlive();
    }
  }

  private void disarm() {
    boolean wasUsed = !askedTimeout.isZero();
    device.ifPresent(
        open -> {
          try {
            open.disarm();
            if (wasUsed) {
              log.info("The watchdog {} is switched off.", plan.device());
            }
          } catch (IOException e) {
            log.error(
                "The watchdog {} could not be switched off and may reset this machine: {}",
                plan.device(),
                e.getMessage());
          }
        });
    device = Optional.empty();
    granted = Duration.ZERO;
    askedTimeout = Duration.ZERO;
  }

  private void failed(String message) {
    failedAt = Optional.of(time.now());
    if (!message.equals(problem)) {
      problem = message;
      if (plan.required()) {
        log.error("{}", message);
      } else {
        log.warn("{}", message);
      }
    }
  }

  @Override
  public FenceView view() {
    Optional<Duration> resetAfter = device.isPresent() ? Optional.of(granted) : Optional.empty();
    if (!plan.required()) {
      return new FenceView(true, "", FenceView.READY.since(), resetAfter, false);
    }
    String why = problem;
    if (why.isEmpty() && device.isEmpty() && !Files.isWritable(plan.device())) {
      why =
          "watchdog.mode is required, and "
              + plan.device()
              + (Files.exists(plan.device())
                  ? " may not be written by this user"
                  : " does not exist");
    }
    return why.isEmpty()
        ? new FenceView(true, "", FenceView.READY.since(), resetAfter, false)
        : new FenceView(false, why, failedAt.orElse(time.now()), resetAfter, true);
  }
}
