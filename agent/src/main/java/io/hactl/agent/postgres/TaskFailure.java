package io.hactl.agent.postgres;

/** A task cannot go on. The message is one sentence for the operator: what, where, what to do. */
final class TaskFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean retryable;

  private TaskFailure(String message, boolean retryable) {
    super(message);
    this.retryable = retryable;
  }

  /** The same again may succeed without anyone's help. */
  static TaskFailure retryable(String message) {
    return new TaskFailure(message, true);
  }

  /** Someone has to do something first. */
  static TaskFailure lasting(String message) {
    return new TaskFailure(message, false);
  }

  boolean isRetryable() {
    return retryable;
  }
}
