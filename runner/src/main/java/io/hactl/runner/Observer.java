package io.hactl.runner;

import io.hactl.core.model.PostgresView;
import io.hactl.runner.event.Event;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks at PostgreSQL, one look at a time; a look asked for during one follows it. */
final class Observer {

  private final Surroundings surroundings;
  private final AgentState state;
  private final Consumer<Event> post;
  private boolean looking;
  private boolean again;

  Observer(Surroundings surroundings, AgentState state, Consumer<Event> post) {
    this.surroundings = surroundings;
    this.state = state;
    this.post = post;
  }

  /** Sees to it that PostgreSQL is looked at after this moment. */
  void look() {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    surroundings.postgres().observe().thenAccept(view -> post.accept(new Event.PostgresSeen(view)));
  }

  /** The look is over. */
  void seen(PostgresView view) {
    looking = false;
    state.postgres = Optional.of(view);
    if (again) {
      again = false;
      look();
    }
    readHistory(view);
  }

  /** Whether nobody has to wait for a further look. */
  boolean isIdle() {
    return !looking;
  }

  /** A primary's own history file is read once for each timeline. */
  private void readHistory(PostgresView view) {
    view.server()
        .running()
        .filter(r -> !r.inRecovery() && r.timeline() != state.localHistoryTimeline)
        .ifPresent(
            r -> {
              state.localHistoryTimeline = r.timeline();
              state.localHistory = Optional.empty();
              surroundings
                  .postgres()
                  .timelineHistory(r.timeline())
                  .thenAccept(h -> post.accept(new Event.HistoryRead(r.timeline(), h)));
            });
  }
}
