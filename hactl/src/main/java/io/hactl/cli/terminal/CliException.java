package io.hactl.cli.terminal;

/** A failure that has been put into one sentence for the operator; the command ends with it. */
public final class CliException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CliException(String message, int exitCode, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** Something did not work. */
  public static CliException failed(String message) {
    return new CliException(message, ExitCode.FAILED, null);
  }

  /** Something did not work because of {@code cause}, which is shown with {@code HACTL_DEBUG=1}. */
  public static CliException failed(String message, Throwable cause) {
    return new CliException(message, ExitCode.FAILED, cause);
  }

  /** The options contradict each other. */
  public static CliException wrongUsage(String message) {
    return new CliException(message, ExitCode.WRONG_USAGE, null);
  }

  /** What the process ends with, see {@link ExitCode}. */
  public int exitCode() {
    return exitCode;
  }
}
