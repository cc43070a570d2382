package io.hactl.core.memory;

import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.TaskResult;

/**
 * How far the way back under another member's lead has got. One budget covers every stage of it:
 * crash recovery, the comparison of timelines, what is checked before a rewind, the rewind itself,
 * and the start after it.
 *
 * @param tries used up by crash recovery, rewinds and starts
 * @param comparisons tries used up by comparisons since the last that succeeded
 * @param hopeless the same again cannot succeed
 * @param rewound the data was rewound, and no server was started from it since
 * @param problem what the last failure said; empty text: none
 */
public record RejoinMemory(
    int tries, int comparisons, boolean hopeless, boolean rewound, String problem) {

  public static final RejoinMemory NOTHING = new RejoinMemory(0, 0, false, false, "");

  /** With the waiting between them, the last of these tries begins 15 s after the first. */
  static final int TRIES_MAX = 5;

  public boolean isSpent() {
    return hopeless || tries + comparisons >= TRIES_MAX;
  }

  /** A leader that cannot be reached says nothing of this node's data. */
  public RejoinMemory afterFailure(PostgresTask task, TaskResult.Failed failed) {
    if (failed.unreachable()) {
      return this;
    }
    return switch (task.kind().rejoin()) {
      case COMPARISON ->
          new RejoinMemory(tries, comparisons + 1, hopeless, rewound, failed.message());
      case REPAIR -> oneMore(failed);
      case START ->
          rewound
              ? new RejoinMemory(tries + 1, comparisons, hopeless, true, failed.message())
              : this;
      case NONE -> this;
    };
  }

  private RejoinMemory oneMore(TaskResult.Failed failed) {
    return new RejoinMemory(
        tries + 1, comparisons, hopeless || !failed.retryable(), rewound, failed.message());
  }

  public RejoinMemory afterComparison() {
    return new RejoinMemory(tries, 0, hopeless, rewound, problem);
  }

  /** Counts as a try as well: it may not have helped. */
  public RejoinMemory afterRewind() {
    return new RejoinMemory(tries + 1, comparisons, hopeless, true, problem);
  }

  public RejoinMemory afterStart() {
    return rewound ? new RejoinMemory(tries, comparisons, hopeless, false, problem) : this;
  }

  /** What failed with the former leader may succeed with the new one. */
  RejoinMemory withNewLeader() {
    return new RejoinMemory(0, 0, false, rewound, problem);
  }
}
