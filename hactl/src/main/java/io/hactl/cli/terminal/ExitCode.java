package io.hactl.cli.terminal;

/** What the process ends with; scripts rely on it. */
public final class ExitCode {

  /** All that was asked for was done. */
  public static final int DONE = 0;

  /** Something was not done; a sentence says what. */
  public static final int FAILED = 1;

  /** The command line cannot be understood. */
  public static final int WRONG_USAGE = 2;

  private ExitCode() {}
}
