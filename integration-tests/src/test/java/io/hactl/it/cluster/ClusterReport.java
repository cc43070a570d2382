package io.hactl.it.cluster;

import java.io.IOException;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Stream;

/** What a failed test shows of its cluster. */
public final class ClusterReport {

  private static final int SHOWN_LINES = 80;

  private ClusterReport() {}

  /** The ends of all logs. */
  static String logs(String test, Collection<Etcd> etcd, Collection<Node> nodes) {
    StringBuilder all = new StringBuilder("Logs of " + test + "\n");
    Stream.concat(etcd.stream().map(Etcd::process), nodes.stream().map(Node::agent))
        .filter(Objects::nonNull)
        .forEach(
            process -> {
              all.append("---- ").append(process.log()).append('\n');
              process.lastLines(SHOWN_LINES).forEach(line -> all.append(line).append('\n'));
            });
    return all.toString();
  }

  /** The cluster as the first agent that runs sees it. */
  static String asSeenBy(Collection<Node> nodes) {
    try {
      for (Node node : nodes) {
        if (node.isRunning()) {
          return node.rest().get("/cluster").body();
        }
      }
    } catch (IOException e) {
      return "no answer: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "no agent runs";
  }
}
