package io.hactl.it.machine;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports on loopback that nobody listens on: below those that connections come from, where one might
 * be taken before the process that it is for listens on it, and each given once.
 */
public final class Ports {

  private static final int FIRST = 10_000;
  private static final int COUNT = 20_000;
  private static final AtomicInteger next =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private Ports() {}

  /** Different free ports. */
  public static List<Integer> free(int count) throws IOException {
    List<Integer> found = new ArrayList<>();
    while (found.size() < count) {
      int port = FIRST + Math.floorMod(next.getAndIncrement(), COUNT);
      if (isFree(port)) {
        found.add(port);
      }
    }
    return found;
  }

  private static boolean isFree(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (BindException e) {
      return false;
    }
  }
}
