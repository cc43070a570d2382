package io.hactl.core.model;

import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.config.DynamicConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something done to PostgreSQL. At most one runs at a time; it can be cancelled, and it ends in a
 * {@link TaskResult}.
 */
public sealed interface PostgresTask {

  /** What is known of all tasks like this one. */
  TaskKind kind();

  /** The task in words. */
  default String description() {
    return kind().description();
  }

  /**
   * Creates the cluster: initdb, managed settings, start, users and passwords, {@code
   * post_bootstrap}. Succeeds with the server running as a primary on timeline 1.
   */
  record Bootstrap(DynamicConfig config) implements PostgresTask {
    @Override
    public TaskKind kind() {
      return TaskKind.BOOTSTRAP;
    }
  }

  /**
   * Takes a base backup into an empty data directory, streaming WAL along; leaves it stopped, with
   * {@code standby.signal} and the managed settings.
   *
   * @param source who to copy
   * @param slot a slot on the source that holds WAL back for the copy and after it; empty text: a
   *     temporary one for the time of the copy
   */
  record Clone(Upstream source, String slot, DynamicConfig config) implements PostgresTask {
    @Override
    public TaskKind kind() {
      return TaskKind.CLONE;
    }

    @Override
    public String description() {
      return kind().description() + " from " + source.name();
    }
  }

  /** Starts a primary; crash recovery where needed. Succeeds when it takes connections. */
  record StartPrimary(DynamicConfig config, Duration timeout) implements PostgresTask {
    @Override
    public TaskKind kind() {
      return TaskKind.START_PRIMARY;
    }
  }

  /**
   * Starts a standby. Succeeds when it takes connections; a standby that goes on recovering past
   * {@code timeout} succeeds too, as that is no failure.
   *
   * @param upstream who to follow; empty: nobody yet
   */
  record StartStandby(Optional<Upstream> upstream, DynamicConfig config, Duration timeout)
      implements PostgresTask {
    @Override
    public TaskKind kind() {
      return TaskKind.START_STANDBY;
    }
  }

  /**
   * Stops the server: fast, then, when {@code fastTimeout} is over, immediate, then SIGKILL.
   * Terminates walsenders that hold a fast stop up. Succeeds when no process of it is left.
   *
   * @param checkpointFirst whether to write a checkpoint before, so that the stop itself is short
   * @param fastTimeout zero: immediate at once
   */
  record Stop(StopPurpose purpose, boolean checkpointFirst, Duration fastTimeout)
      implements PostgresTask {
    @Override
    public TaskKind kind() {
      return TaskKind.STOP;
    }
  }

  /** Ends processes that a dead postmaster left behind, so that none of them acknowledges more. */
  record KillOrphans() implements PostgresTask {
    @Override
    public TaskKind kind() {
      return TaskKind.KILL_ORPHANS;
    }
  }

  /**
   * {@code pre_promote}, then {@code pg_promote}; succeeds when the server takes writes.
   *
   * @param newerThan the new timeline's number is larger than this one
   */
  record Promote(int newerThan, Duration timeout) implements PostgresTask {
    @Override
    public TaskKind kind() {
      return TaskKind.PROMOTE;
    }
  }

  /** Makes a running standby follow another server: by reload where PostgreSQL allows it. */
  record Follow(Optional<Upstream> upstream, DynamicConfig config) implements PostgresTask {
    @Override
    public TaskKind kind() {
      return TaskKind.FOLLOW;
    }

    @Override
    public String description() {
      return kind().description() + " to " + upstream.map(Upstream::name).orElse("nobody");
    }
  }

  /** Stops and starts the server in the role it has. */
  record Restart(Optional<Upstream> upstream, DynamicConfig config, Duration timeout)
      implements PostgresTask {
    @Override
    public TaskKind kind() {
      return TaskKind.RESTART;
    }
  }

  /** Writes the managed settings and reloads them where they changed. */
  record Configure(Optional<Upstream> upstream, DynamicConfig config) implements PostgresTask {
    @Override
    public TaskKind kind() {
      return TaskKind.CONFIGURE;
    }
  }

  /**
   * Puts a value of {@code synchronous_standby_names} into force, in either role. Succeeds when no
   * process of the server goes by an older value any more.
   */
  record SetSynchronousStandbys(String names) implements PostgresTask {
    @Override
    public TaskKind kind() {
      return TaskKind.SET_SYNCHRONOUS_STANDBYS;
    }
  }

  /** Creates the missing ones of {@code wanted}, drops inactive ones of {@code unwanted}. */
  record UpdateSlots(List<String> wanted, List<String> unwanted) implements PostgresTask {
    @Override
    public TaskKind kind() {
      return TaskKind.UPDATE_SLOTS;
    }
  }

  /** Moves physical slots of a standby forward, so that they hold WAL back from there on. */
  record MoveSlots(Map<String, Lsn> to) implements PostgresTask {
    @Override
    public TaskKind kind() {
      return TaskKind.MOVE_SLOTS;
    }

    public MoveSlots {
      to = Map.copyOf(to);
    }
  }

  /** Crash recovery of a stopped former primary, by a single-user server; leaves it shut down. */
  record RecoverCrash() implements PostgresTask {
    @Override
    public TaskKind kind() {
      return TaskKind.RECOVER_CRASH;
    }
  }

  /** Asks the leader where this node's timeline ended; see {@link TaskResult.Compared}. */
  record CompareTimelines(Upstream leader) implements PostgresTask {
    @Override
    public TaskKind kind() {
      return TaskKind.COMPARE_TIMELINES;
    }

    @Override
    public String description() {
      return kind().description() + " with the leader " + leader.name();
    }
  }

  /**
   * {@code pg_rewind} of the stopped server against the leader.
   *
   * @param lost what it throws away, noted and kept aside before
   */
  record Rewind(Upstream leader, DynamicConfig config, Optional<LostRange> lost)
      implements PostgresTask {
    @Override
    public TaskKind kind() {
      return TaskKind.REWIND;
    }

    @Override
    public String description() {
      return kind().description() + " from " + leader.name();
    }
  }

  /**
   * Renames the data directory (and the tablespaces' contents) out of the way.
   *
   * @param why becomes part of the new name: {@code diverged}, {@link #NOT_ANNOUNCED}
   * @param lost what goes out of use with it, noted before
   */
  record SetAside(String why, Optional<LostRange> lost) implements PostgresTask {
    @Override
    public TaskKind kind() {
      return TaskKind.SET_ASIDE;
    }

    /** The data is of a cluster that never came to be. */
    public static final String NOT_ANNOUNCED = "not-announced";

    /** Whether the data was a cluster's that others know of. */
    public boolean isOfCluster() {
      return !why.equals(NOT_ANNOUNCED);
    }
  }

  /**
   * Removes the data directory's contents, because an operator asked for a new copy.
   *
   * @param lost what is lost with them, noted and kept aside before
   */
  record Discard(Optional<LostRange> lost) implements PostgresTask {
    @Override
    public TaskKind kind() {
      return TaskKind.DISCARD;
    }
  }

  /** Why the server is being stopped. */
  enum StopPurpose {
    /** The lease is lost or about to run out. */
    DEMOTE,
    /** An operator asked for another leader. */
    SWITCHOVER,
    /** The agent is ending. */
    SHUTDOWN,
    /** To rewind or to copy anew. */
    REJOIN,
    /** The server does not answer. */
    UNRESPONSIVE,
    /** This node is unhealthy, and a healthy one can lead. */
    YIELD
  }

  /** How a task ended. */
  sealed interface TaskResult {

    record Succeeded() implements TaskResult {}

    /**
     * @param systemIdentifier the new cluster's identity
     */
    record Bootstrapped(String systemIdentifier) implements TaskResult {}

    /**
     * @param checkpoint where the shutdown checkpoint is; empty if the stop was not clean
     */
    record WasStopped(Optional<Lsn> checkpoint) implements TaskResult {}

    /** The data directory is at {@code newName} now. */
    record WasSetAside(String newName) implements TaskResult {}

    /**
     * @param divergedAt where this node left the leader's history; empty: it did not
     * @param localEnd how far its own WAL goes
     */
    record Compared(int leaderTimeline, Optional<Lsn> divergedAt, Lsn localEnd)
        implements TaskResult {}

    /**
     * @param message one sentence: what, where, what to do
     * @param retryable whether the same again may succeed without anyone's help
     * @param unreachable whether another server that was needed did not answer, or not yet
     */
    record Failed(String message, boolean retryable, boolean unreachable) implements TaskResult {
      public Failed(String message, boolean retryable) {
        this(message, retryable, false);
      }
    }

    record Cancelled() implements TaskResult {}
  }
}
