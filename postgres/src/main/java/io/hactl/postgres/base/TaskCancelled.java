package io.hactl.postgres.base;

/** The task was asked to end; unwinds to where it was started. */
public final class TaskCancelled extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** It has no stack trace: where a task was interrupted is of no interest. */
  public TaskCancelled() {
    super("the task was cancelled", null, false, false);
  }
}
