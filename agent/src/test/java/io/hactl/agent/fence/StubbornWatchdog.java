package io.hactl.agent.fence;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A device with a range of time-outs, whose requests can be made to fail as drivers' do. */
final class StubbornWatchdog implements WatchdogDevice {

  /** What it was told, in order: {@code open}, {@code alive}, {@code V}, or a time-out. */
  final List<String> told = new ArrayList<>();

  Duration longest = Duration.ofHours(1);
  Duration timeout = Duration.ofMinutes(1);
  boolean takesTimeouts = true;
  boolean tellsTimeout = true;

  WatchdogDevice open() {
    told.add("open");
    return this;
  }

  @Override
  public String identity() {
    return "stubborn";
  }

  @Override
  public boolean canBeDisarmed() {
    return true;
  }

  @Override
  public void setTimeout(Duration asked) throws IOException {
    if (!takesTimeouts || asked.compareTo(longest) > 0) {
      throw new IOException("error 22");
    }
    timeout = asked;
    told.add(asked.toSeconds() + " s");
  }

  @Override
  public Duration timeout() throws IOException {
    if (!tellsTimeout) {
      throw new IOException("error 95");
    }
    return timeout;
  }

  @Override
  public void keepAlive() {
    told.add("alive");
  }

  @Override
  public void disarm() {
    told.add("V");
  }
}
