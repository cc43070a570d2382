package io.hactl.cli.terminal;

/** The input ended where an answer was needed. */
public final class AbortedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The operator, or the end of the input, ended the questions. */
  public AbortedException() {
    super("Aborted!");
  }
}
