package io.hactl.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The calls behind {@link Device}; bound when the first device is opened. */
final class DeviceCalls {

  private static final MethodHandle OPEN =
      NativeCalls.bindWithErrno(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle IOCTL =
      NativeCalls.bindWithErrno(
          "ioctl",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.ADDRESS),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle WRITE =
      NativeCalls.bindWithErrno(
          "write",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG));

  private DeviceCalls() {}

  static NativeCalls.Result open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = NativeCalls.errnoState(arena);
      int result = (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags);
      return new NativeCalls.Result(result, NativeCalls.errno(state));
    } catch (Throwable e) {
      throw NativeCalls.unexpected(e);
    }
  }

  static NativeCalls.Result ioctl(int descriptor, long request, MemorySegment argument) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = NativeCalls.errnoState(arena);
      int result = (int) IOCTL.invokeExact(state, descriptor, request, argument);
      return new NativeCalls.Result(result, NativeCalls.errno(state));
    } catch (Throwable e) {
      throw NativeCalls.unexpected(e);
    }
  }

  static NativeCalls.Result write(int descriptor, byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = NativeCalls.errnoState(arena);
      MemorySegment data = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      long result = (long) WRITE.invokeExact(state, descriptor, data, (long) bytes.length);
      return new NativeCalls.Result(result, NativeCalls.errno(state));
    } catch (Throwable e) {
      throw NativeCalls.unexpected(e);
    }
  }
}
