package io.hactl.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A small write that has to reach the disk, to find out whether it does. The file has no name
 * (O_TMPFILE of open(2)): nothing is left behind however the process ends, and no other program
 * finds it. A file system that knows no such files gets a named one for the moment.
 *
 * <p>Takes as long as the disk takes, for ever if that hangs: the caller needs a thread for it.
 */
public final class SyncedWrite {

  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_TMPFILE = 0x400000 | directoryFlag();
  private static final int OWNER_ONLY = 0600;

  private static final int ENOENT = 2;
  private static final int EIO = 5;
  private static final int EACCES = 13;
  private static final int EISDIR = 21;
  private static final int EINVAL = 22;
  private static final int ENOSPC = 28;
  private static final int EROFS = 30;
  private static final int EOPNOTSUPP = 95;
  private static final int EDQUOT = 122;

  private static final String NAMED = ".hactl-probe";
  private static final byte[] BYTES = new byte[4096];

  private static final MethodHandle OPEN =
      NativeCalls.bindWithErrno(
          "open",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle FSYNC =
      NativeCalls.bindWithErrno(
          "fsync", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private SyncedWrite() {}

  /**
   * Writes 4 kB into the file system of {@code directory}, synchronously.
   *
   * @return false: there is no space for it
   * @throws IOException with the reason if it fails otherwise
   */
  public static boolean into(Path directory) throws IOException {
    NativeCalls.Result opened = open(directory);
    if (opened.failed()) {
      return switch (opened.errno()) {
        case EISDIR, EINVAL, ENOENT, EOPNOTSUPP -> intoNamed(directory.resolve(NAMED));
        default -> noSpaceOrFailure(opened.errno());
      };
    }
    int descriptor = (int) opened.value();
    try {
      NativeCalls.Result written = DeviceCalls.write(descriptor, BYTES);
      if (written.failed()) {
        return noSpaceOrFailure(written.errno());
      }
      NativeCalls.Result synced = fsync(descriptor);
      return !synced.failed() || noSpaceOrFailure(synced.errno());
    } finally {
      NativeCalls.close(descriptor);
    }
  }

  private static boolean intoNamed(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.write(ByteBuffer.wrap(BYTES));
      channel.force(true);
      return true;
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      if (why.contains("No space left") || why.contains("quota")) {
        return false;
      }
      throw e;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** O_DIRECTORY, a part of O_TMPFILE, differs between architectures. */
  private static int directoryFlag() {
    String arch = System.getProperty("os.arch");
    boolean low = arch.startsWith("aarch64") || arch.startsWith("arm") || arch.startsWith("ppc");
    return low ? 0x4000 : 0x10000;
  }

  private static NativeCalls.Result open(Path directory) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = NativeCalls.errnoState(arena);
      int result =
          (int)
              OPEN.invokeExact(
                  state,
                  arena.allocateFrom(directory.toString()),
                  O_TMPFILE | O_RDWR | O_CLOEXEC,
                  OWNER_ONLY);
      return new NativeCalls.Result(result, NativeCalls.errno(state));
    } catch (Throwable e) {
      throw NativeCalls.unexpected(e);
    }
  }

  private static NativeCalls.Result fsync(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = NativeCalls.errnoState(arena);
      int result = (int) FSYNC.invokeExact(state, descriptor);
      return new NativeCalls.Result(result, NativeCalls.errno(state));
    } catch (Throwable e) {
      throw NativeCalls.unexpected(e);
    }
  }

  private static boolean noSpaceOrFailure(int errno) throws IOException {
    if (errno == ENOSPC || errno == EDQUOT) {
      return false;
    }
    throw new IOException(
        switch (errno) {
          case EIO -> "input/output error";
          case EACCES -> "not permitted";
          case EROFS -> "it is read-only";
          default -> "error " + errno;
        });
  }
}
