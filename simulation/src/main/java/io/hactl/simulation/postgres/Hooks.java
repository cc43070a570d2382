package io.hactl.simulation.postgres;

import io.hactl.simulation.nature.Chance;
import io.hactl.simulation.setting.HookSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The operator's commands on one machine: they end well, badly, or not at all. */
public final class Hooks {

  private final HookSettings settings;
  private final Chance chance;
  private final Map<Command, Fate> fates = new EnumMap<>(Command.class);
  private final List<Runnable> hanging = new ArrayList<>();

  /** What is run when. */
  public enum Command {
    PRE_PROMOTE,
    BEFORE_STOP
  }

  /** What becomes of it. */
  public enum Fate {
    SUCCEEDS,
    FAILS,
    HANGS
  }

  Hooks(HookSettings settings, Chance chance) {
    this.settings = settings;
    this.chance = chance;
  }

  /** From now on it ends so; what hung so far ends with it. */
  public void set(Command command, Fate fate) {
    fates.put(command, fate);
    List<Runnable> held = List.copyOf(hanging);
    hanging.clear();
    held.forEach(Runnable::run);
  }

  boolean has(Command command) {
    return command == Command.PRE_PROMOTE ? settings.prePromote() : settings.beforeStop();
  }

  /**
   * Runs the command, if there is one.
   *
   * @param limit the longest it may take
   * @param then is told whether it ended well, in time; at once where there is none
   */
  void run(TaskSteps task, Command command, Duration limit, Consumer<Boolean> then) {
    if (!has(command)) {
      then.accept(true);
      return;
    }
    boolean[] over = new boolean[1];
    Consumer<Boolean> end =
        well -> {
          if (!over[0]) {
            over[0] = true;
            then.accept(well);
          }
        };
    Fate fate = fates.getOrDefault(command, Fate.SUCCEEDS);
    task.after(limit, () -> end.accept(false));
    if (fate == Fate.HANGS) {
      hanging.add(() -> task.run(() -> end.accept(true)));
    } else {
      Duration takes = chance.spread(Duration.ofMillis(2), Duration.ofMillis(300));
      task.after(takes, () -> end.accept(fate == Fate.SUCCEEDS));
    }
  }
}
