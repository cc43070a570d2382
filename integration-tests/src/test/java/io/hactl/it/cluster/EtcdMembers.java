package io.hactl.it.cluster;

import io.hactl.it.machine.Machines;
import io.hactl.it.machine.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The members of one etcd. */
public final class EtcdMembers {

  private final List<Etcd> members = new ArrayList<>();

  /** Prepares as many, each in a folder and on a machine of its own. */
  static EtcdMembers prepare(int count, Path folder, Machines machines)
      throws IOException, InterruptedException {
    EtcdMembers all = new EtcdMembers();
    for (int i = 1; i <= count; i++) {
      String name = "e" + i;
      Path own = Files.createDirectories(folder.resolve(name));
      all.members.add(new Etcd(name, own, machines.place(name, own)));
    }
    return all;
  }

  /** Starts those that do not run, and waits until they answer. */
  public void start() throws IOException {
    String names = members.stream().map(Etcd::asMember).collect(Collectors.joining(","));
    for (Etcd member : members) {
      if (!member.isRunning()) {
        member.launch(names);
      }
    }
    members.forEach(Etcd::awaitAnswer);
  }

  public List<Etcd> all() {
    return List.copyOf(members);
  }

  /** The one that leads the others. */
  public Etcd leader() throws IOException, InterruptedException {
    for (Etcd member : members) {
      if (member.leads()) {
        return member;
      }
    }
    throw new AssertionError("no member of etcd leads");
  }

  /** Those that do not lead. */
  public List<Etcd> followers() throws IOException, InterruptedException {
    Etcd leader = leader();
    return members.stream().filter(m -> m != leader).toList();
  }

  /**
   * The value of a key, from the first member that answers.
   *
   * @throws IOException if none does
   */
  Optional<String> get(String key) throws IOException, InterruptedException {
    IOException last = new IOException("etcd has no members");
    for (Etcd member : members) {
      try {
        return member.get(key);
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  /** A signal to every member at once. */
  public void signal(String name) throws IOException, InterruptedException {
    Signals.send(members.stream().map(m -> m.process().pid()).toList(), name);
  }
}
