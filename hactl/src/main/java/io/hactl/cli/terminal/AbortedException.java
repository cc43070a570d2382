package io.hactl.cli.terminal;

/** The input ended where an answer was needed. */
public final class AbortedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An end with one word for the operator. */
  public AbortedException() {
    super("Aborted!");
  }
}
