package io.hactl.postgres;

/** The task was asked to end; unwinds to where it was started. */
final class TaskCancelled extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TaskCancelled() {
    super("the task was cancelled", null, false, false);
  }
}
