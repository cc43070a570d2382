package io.hactl.dcs;

/** Carries a {@link DcsFailure} out of a {@link Dcs} call. */
public final class DcsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient DcsFailure failure;

  public DcsException(DcsFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  public DcsException(DcsFailure failure, Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  public DcsFailure failure() {
    return failure;
  }

  /**
   * The failure behind whatever a {@link java.util.concurrent.CompletionStage} of a {@link Dcs} was
   * completed with; anything unknown counts as retryable, as it says nothing about the state.
   */
  public static DcsFailure failureOf(Throwable error) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (t instanceof DcsException e) {
        return e.failure();
      }
    }
    return new DcsFailure.Retryable(String.valueOf(error));
  }
}
