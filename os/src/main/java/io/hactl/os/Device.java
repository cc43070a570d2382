package io.hactl.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A device file, opened for writing, with the ioctl calls that Java has none for. */
public final class Device implements AutoCloseable {

  private static final int O_WRONLY = 1;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;

  /** Which way an ioctl's argument goes, as seen from the program. */
  public enum Direction {
    READ,
    READ_WRITE
  }

  private final Path path;
  private final int descriptor;
  private boolean open = true;

  private Device(Path path, int descriptor) {
    this.path = path;
    this.descriptor = descriptor;
  }

  /** Never waits, not even for a reader of a named pipe: without one it fails. */
  public static Device openForWriting(Path path) throws IOException {
    NativeCalls.Result opened =
        DeviceCalls.open(path.toString(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (opened.failed()) {
      throw new IOException(path + " cannot be opened for writing: " + reason(opened.errno()));
    }
    return new Device(path, (int) opened.value());
  }

  /**
   * An ioctl with one int as its argument.
   *
   * @return what the argument is afterwards
   */
  public int ioctl(Direction direction, char type, int number, int argument) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_INT, argument);
      ioctl(direction, type, number, value);
      return value.get(ValueLayout.JAVA_INT, 0);
    }
  }

  /** An ioctl that fills a structure. */
  public void ioctl(Direction direction, char type, int number, byte[] into) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(into.length, Long.BYTES);
      ioctl(direction, type, number, value);
      MemorySegment.copy(value, ValueLayout.JAVA_BYTE, 0, into, 0, into.length);
    }
  }

  private void ioctl(Direction direction, char type, int number, MemorySegment argument)
      throws IOException {
    long request = request(direction, type, number, argument.byteSize());
    NativeCalls.Result result = DeviceCalls.ioctl(descriptor, request, argument);
    if (result.failed()) {
      throw new IOException(
          "request " + number + " to " + path + " failed: " + reason(result.errno()));
    }
  }

  /** As {@code asm-generic/ioctl.h} composes it; POWER has its own order of bits. */
  static long request(Direction direction, char type, int number, long size) {
    boolean power = System.getProperty("os.arch").startsWith("ppc");
    long read = power ? 2L << 29 : 2L << 30;
    long write = power ? 4L << 29 : 1L << 30;
    long way = direction == Direction.READ ? read : read | write;
    return way | size << 16 | (long) type << 8 | number;
  }

  /** Writes ASCII text. */
  public void write(String text) throws IOException {
    NativeCalls.Result result =
        DeviceCalls.write(descriptor, text.getBytes(StandardCharsets.US_ASCII));
    if (result.failed() || result.value() != text.length()) {
      throw new IOException("writing to " + path + " failed: " + reason(result.errno()));
    }
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      NativeCalls.close(descriptor);
    }
  }

  private static String reason(int errno) {
    return switch (errno) {
      case 1, 13 -> "not permitted";
      case 2 -> "no such file";
      case 6 -> "nobody is at the other end";
      case 11 -> "it is full";
      case 16 -> "another program has it";
      case 19 -> "no such device";
      case 25 -> "it does not know the request";
      case 32 -> "nobody is at the other end any more";
      default -> "error " + errno;
    };
  }
}
