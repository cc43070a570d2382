package io.hactl.os;

/** Signals and their numbers on Linux. */
public enum Signal {
  HUP(1),
  INT(2),
  QUIT(3),
  KILL(9),
  USR1(10),
  TERM(15),
  CONT(18),
  STOP(19);

  private final int number;

  Signal(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /**
   * Sends this signal, and never to another process that has got the same number since.
   *
   * @return whether there was such a process and this user may signal it
   */
  public boolean sendTo(ProcessId process) {
    NativeCalls.Result opened = NativeCalls.pidfdOpen(process.pid());
    if (opened.failed()) {
      return opened.errno() != NativeCalls.ESRCH
          && ProcFs.isAlive(process)
          && !NativeCalls.kill((int) process.pid(), number).failed();
    }
    int pidfd = (int) opened.value();
    try {
      if (!ProcFs.isAlive(process)) {
        return false;
      }
      NativeCalls.Result sent = NativeCalls.pidfdSendSignal(pidfd, number);
      if (sent.failed() && sent.errno() == NativeCalls.ENOSYS) {
        return !NativeCalls.kill((int) process.pid(), number).failed();
      }
      return !sent.failed();
    } finally {
      NativeCalls.close(pidfd);
    }
  }

  /**
   * Sends this signal to the process group that {@code leader}, a child of this process that was
   * not waited for yet, leads.
   */
  public boolean sendToGroup(Process leader) {
    return !NativeCalls.kill((int) -leader.pid(), number).failed();
  }
}
