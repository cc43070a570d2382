package io.hactl.agent.fence;

import java.io.IOException;
import java.time.Duration;

/**
 * An open watchdog: unless it is kept alive, it resets the machine when its time-out is over.
 * Errors are one sentence.
 */
interface WatchdogDevice {

  /** For the log. */
  String identity();

  /** Whether {@link #disarm} has an effect. */
  boolean canBeDisarmed();

  /**
   * Asks for a time-out of whole seconds, and keeps it alive.
   *
   * @throws IOException if it is not taken: the device goes on with another
   */
  void setTimeout(Duration timeout) throws IOException;

  /** The time-out that the device has. */
  Duration timeout() throws IOException;

  void keepAlive() throws IOException;

  /** Ends its work and closes it ("magic close"). */
  void disarm() throws IOException;
}
