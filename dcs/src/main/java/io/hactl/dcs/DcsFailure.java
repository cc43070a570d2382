package io.hactl.dcs;

/** Why a call to the DCS did not succeed; what the caller may do next depends on nothing else. */
public sealed interface DcsFailure {

  /** One sentence for the log. */
  String message();

  /**
   * The DCS answered, and the answer is no: a compared revision differs, or the session is gone.
   * Nothing was changed. Look again before trying again.
   */
  record Conflict(String message) implements DcsFailure {}

  /**
   * No answer, or one that says nothing about the state: time-out, leader lost, connection refused.
   * The change may or may not have happened.
   */
  record Retryable(String message) implements DcsFailure {}

  /** Trying again cannot help: wrong credentials, no permission, a malformed request. */
  record Fatal(String message) implements DcsFailure {}
}
