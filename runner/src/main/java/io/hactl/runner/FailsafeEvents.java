package io.hactl.runner;

import io.hactl.core.failsafe.FailsafeMember;
import io.hactl.core.failsafe.FailsafeMember.Answer;
import io.hactl.core.failsafe.FailsafeQuestion;
import io.hactl.core.model.FailsafeRequest;
import io.hactl.core.reason.FailsafeRefusal;
import io.hactl.core.situation.Situation;
import io.hactl.core.text.NotTakingText;
import io.hactl.rest.node.AgentApi.OperationResult;
import io.hactl.runner.event.Event;
import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What asking, and being asked, to go on without the DCS changes in the state. */
final class FailsafeEvents {

  private static final Logger log = LoggerFactory.getLogger(FailsafeEvents.class);

  private final AgentState state;
  private final TimeSource time;

  FailsafeEvents(AgentState state, TimeSource time) {
    this.state = state;
    this.time = time;
  }

  void answered(Event.FailsafeAnswered event) {
    state.askingFailsafe = false;
    FailsafeRequest request = event.request();
    boolean all =
        event.silent().isEmpty()
            && Situation.in(state.observation(time))
                .filter(s -> FailsafeQuestion.areAll(s, event.asked()))
                .isPresent();
    Optional<Tick> until = Optional.of(event.sentAt().plus(request.ttl())).filter(t -> all);
    if (!event.silent().isEmpty()) {
      log.warn(
          "failsafe mode: {} did not agree to going on without the DCS",
          String.join(", ", event.silent()));
    }
    state.memory.failsafeAnswered(time.now(), until, event.asked(), request.leaderRevision());
  }

  /** The answer is given after the promise is kept in mind, on the thread that keeps it. */
  void asked(Event.FailsafeAsked event) {
    Answer answer = FailsafeMember.answer(state.observation(time), event.request());
    if (answer instanceof Answer.Agreed(var promise)) {
      state.memory.promised(promise);
    }
    event.answer().complete(inHttp(answer));
  }

  static OperationResult inHttp(Answer answer) {
    return switch (answer) {
      case Answer.Agreed _ -> new OperationResult(200, "Accepted");
      case Answer.Refused(var why) ->
          new OperationResult(
              why instanceof FailsafeRefusal.FailsafeModeOff ? 502 : 503, NotTakingText.of(why));
    };
  }
}
