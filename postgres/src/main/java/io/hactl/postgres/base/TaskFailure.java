package io.hactl.postgres.base;

/** A task cannot go on. The message is one sentence for the operator: what, where, what to do. */
public final class TaskFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean retryable;
  private final boolean unreachable;

  private TaskFailure(String message, boolean retryable, boolean unreachable) {
    super(message);
    this.retryable = retryable;
    this.unreachable = unreachable;
  }

  /** The same again may succeed without anyone's help. */
  public static TaskFailure retryable(String message) {
    return new TaskFailure(message, true, false);
  }

  /** Another server that is needed does not answer, or not yet; this node may be healthy. */
  public static TaskFailure unreachable(String message) {
    return new TaskFailure(message, true, true);
  }

  /** Someone has to do something first. */
  public static TaskFailure lasting(String message) {
    return new TaskFailure(message, false, false);
  }

  /** Whether another server that was needed did not answer, or not yet. */
  public boolean isUnreachable() {
    return unreachable;
  }

  /** Whether the same again may succeed without anyone's help. */
  public boolean isRetryable() {
    return retryable;
  }
}
