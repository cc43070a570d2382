package io.hactl.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The few calls of Linux's C library that Java has no equivalent for. Results are as in C: negative
 * means failed; {@link Result#errno} then says why.
 *
 * <p>pidfd_open(2) and pidfd_send_signal(2) go through syscall(2), as glibc has wrappers only since
 * 2.36; their numbers are the same on all architectures that PostgreSQL packages exist for.
 */
final class NativeCalls {

  static final int ESRCH = 3;
  static final int EINTR = 4;
  static final int ENOSYS = 38;

  private static final int CLOCK_BOOTTIME = 7;
  private static final long SYS_PIDFD_SEND_SIGNAL = 424;
  private static final long SYS_PIDFD_OPEN = 434;
  private static final short POLLIN = 1;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO_VALUE =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle CLOCK_GETTIME =
      bind(
          "clock_gettime",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
  private static final MethodHandle KILL =
      bind(
          "kill",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
          ERRNO);
  private static final MethodHandle CLOSE =
      bind("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  private static final MethodHandle POLL =
      bind(
          "poll",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT),
          ERRNO);
  private static final MethodHandle SYSCALL =
      bind(
          "syscall",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG),
          ERRNO,
          Linker.Option.firstVariadicArg(1));

  private NativeCalls() {}

  /** What a call returned and, where that is negative, why. */
  record Result(long value, int errno) {
    boolean failed() {
      return value < 0;
    }
  }

  /** Nanoseconds since the machine booted, suspension counted. */
  static long bootNanos() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timespec = arena.allocate(ValueLayout.JAVA_LONG, 2);
      int result = (int) CLOCK_GETTIME.invokeExact(CLOCK_BOOTTIME, timespec);
      if (result != 0) {
        throw new IllegalStateException("this machine has no CLOCK_BOOTTIME; Linux is needed");
      }
      return timespec.getAtIndex(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L
          + timespec.getAtIndex(ValueLayout.JAVA_LONG, 1);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** kill(2); a negative {@code pid} means a process group. */
  static Result kill(int pid, int signal) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      int result = (int) KILL.invokeExact(state, pid, signal);
      return new Result(result, errno(state));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** A descriptor of the process, or failed. */
  static Result pidfdOpen(long pid) {
    return syscall(SYS_PIDFD_OPEN, pid, 0);
  }

  static Result pidfdSendSignal(int pidfd, int signal) {
    return syscall(SYS_PIDFD_SEND_SIGNAL, pidfd, signal);
  }

  /**
   * Waits until the descriptor is readable, which for a pidfd means that the process has ended.
   *
   * @return 1 if it is, 0 if the time is over
   */
  static Result pollReadable(int descriptor, int timeoutMillis) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      MemorySegment pollfd = arena.allocate(8, 4);
      pollfd.set(ValueLayout.JAVA_INT, 0, descriptor);
      pollfd.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
      int result = (int) POLL.invokeExact(state, pollfd, 1L, timeoutMillis);
      return new Result(result, errno(state));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void close(int descriptor) {
    try {
      int ignored = (int) CLOSE.invokeExact(descriptor);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static Result syscall(long number, long first, long second) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      long result = (long) SYSCALL.invokeExact(state, number, first, second, 0L, 0L);
      return new Result(result, errno(state));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static MemorySegment errnoState(Arena arena) {
    return arena.allocate(Linker.Option.captureStateLayout());
  }

  static int errno(MemorySegment state) {
    return (int) ERRNO_VALUE.get(state, 0L);
  }

  /** A function whose handle takes, before all else, the place for errno. */
  static MethodHandle bindWithErrno(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = ERRNO;
    return bind(name, descriptor, all);
  }

  @SuppressWarnings("restricted")
  private static MethodHandle bind(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(
        LINKER
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new IllegalStateException("no function " + name + " in libc")),
        descriptor,
        options);
  }

  static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException r ? r : new IllegalStateException(e);
  }
}
