package io.hactl.simulation.node;

import io.hactl.core.model.FailsafeRequest;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.MemberRole;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.port.Peers;
import io.hactl.rest.node.AgentApi.OperationResult;
import io.hactl.rest.node.NodeSnapshot;
import io.hactl.runner.event.Event;
import io.hactl.simulation.nature.Seat;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Questions to the other agents and their answers, as they go over HTTP. */
final class SimulatedPeers implements Peers {

  /** The longest an agent that is asked looks at its server before it answers. */
  static final Duration REFRESH = Duration.ofMillis(250);

  private final Nodes nodes;
  private final Seat seat;

  SimulatedPeers(Nodes nodes, Seat seat) {
    this.nodes = nodes;
    this.seat = seat;
  }

  @Override
  public CompletionStage<Map<String, PeerStatus>> ask(Map<String, String> apiUrls, Duration bound) {
    CompletableFuture<Map<String, PeerStatus>> result = new CompletableFuture<>();
    Round round = new Round(apiUrls.size(), result);
    result.thenAccept(answers -> nodes.witness().peersAnswered(seat.node(), answers));
    // Sorted, as the order of an unordered map is not the same in every process.
    new TreeSet<>(apiUrls.keySet()).forEach(name -> ask(name, round));
    seat.timers().after(bound, round::complete);
    if (apiUrls.isEmpty()) {
      seat.process().after(Duration.ZERO, round::complete);
    }
    return result;
  }

  @Override
  public CompletionStage<Set<String>> failsafe(
      Map<String, String> apiUrls, FailsafeRequest request, Duration bound) {
    CompletableFuture<Set<String>> result = new CompletableFuture<>();
    Set<String> agreed = new TreeSet<>();
    Runnable complete = () -> result.complete(Set.copyOf(agreed));
    new TreeSet<>(apiUrls.keySet())
        .forEach(
            name ->
                askFailsafe(
                    name,
                    request,
                    () -> {
                      agreed.add(name);
                      if (agreed.size() == apiUrls.size()) {
                        complete.run();
                      }
                    }));
    seat.timers().after(apiUrls.isEmpty() ? Duration.ZERO : bound, complete);
    return result;
  }

  private void askFailsafe(String name, FailsafeRequest request, Runnable accepted) {
    Optional<SimulatedNode> target = nodes.node(name);
    if (target.isEmpty()
        || target.get().storage().isDeaf()
        || !nodes.network().carries(seat.node(), name)) {
      return;
    }
    CompletableFuture<OperationResult> answer = new CompletableFuture<>();
    answer.thenAccept(
        result -> {
          if (result.status() == 200) {
            back(name, accepted);
          }
        });
    Runnable arrives =
        () ->
            target
                .get()
                .agent()
                .ifPresent(
                    a -> a.process().run(() -> a.post(new Event.FailsafeAsked(request, answer))));
    for (int i = 0; i < (nodes.network().isRepeated() ? 2 : 1); i++) {
      nodes.scheduler().after(nodes.network().delay(seat.node(), name), arrives);
    }
  }

  /** The answers to one question to all. */
  private static final class Round {
    private final CompletableFuture<Map<String, PeerStatus>> result;
    private final Map<String, PeerStatus> answers = new TreeMap<>();
    private int open;

    Round(int asked, CompletableFuture<Map<String, PeerStatus>> result) {
      this.open = asked;
      this.result = result;
    }

    void answered(String name, PeerStatus status) {
      answers.put(name, status);
      closed();
    }

    void closed() {
      if (--open == 0) {
        complete();
      }
    }

    void complete() {
      result.complete(Map.copyOf(answers));
    }
  }

  private void ask(String name, Round round) {
    Optional<SimulatedNode> target = nodes.node(name);
    if (target.isEmpty() || !nodes.network().carries(seat.node(), name)) {
      return;
    }
    nodes
        .scheduler()
        .after(nodes.network().delay(seat.node(), name), () -> arrived(target.get(), round));
  }

  private void arrived(SimulatedNode target, Round round) {
    Optional<AgentLife> agent = target.agent();
    if (target.storage().isDeaf()) {
      return;
    }
    if (agent.isEmpty()) {
      back(target.name(), round::closed);
      return;
    }
    agent
        .get()
        .process()
        .run(
            () ->
                agent
                    .get()
                    .ask(
                        snapshot ->
                            back(
                                target.name(),
                                () -> round.answered(target.name(), status(snapshot)))));
  }

  private void back(String from, Runnable then) {
    if (nodes.network().carries(from, seat.node())) {
      seat.process().after(nodes.network().delay(from, seat.node()), then);
    }
  }

  /** What the other side reads out of the answer. */
  private static PeerStatus status(NodeSnapshot snapshot) {
    NodeSnapshot.Server server = snapshot.server();
    boolean primary = server.role() == MemberRole.PRIMARY;
    boolean position = primary ? server.writeLsn().isPresent() : server.receivedLsn().isPresent();
    Lsn replica =
        Lsn.max(server.receivedLsn().orElse(Lsn.ZERO), server.replayedLsn().orElse(Lsn.ZERO));
    return new PeerStatus(
        snapshot.name(),
        server.isRunning() && position,
        !primary,
        server.timeline().orElse(0),
        primary ? server.writeLsn().orElse(Lsn.ZERO) : replica,
        snapshot.tags(),
        snapshot.watchdogFailed(),
        Optional.empty(),
        snapshot.faults().stream().map(NodeSnapshot.Fault::kind).collect(Collectors.toSet()));
  }
}
