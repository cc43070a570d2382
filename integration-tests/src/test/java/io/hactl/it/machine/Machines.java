package io.hactl.it.machine;

import java.io.IOException;
import java.nio.file.Path;

/** The machines that a cluster's processes believe to be on. */
public interface Machines extends AutoCloseable {

  /** All on this one. */
  Machines LOOPBACK = (name, folder) -> Place.LOOPBACK;

  /**
   * The machine for a node or a member of etcd.
   *
   * @param folder of what runs there, which is there already
   */
  Place place(String name, Path folder) throws IOException, InterruptedException;

  /** Makes ready; skips the tests where this machine cannot do it. */
  default void setUp() throws IOException, InterruptedException {}

  /** Removes every trace, in any state; may be called twice. */
  @Override
  default void close() {}
}
