package io.hactl.cli.change;

import io.hactl.cli.change.LeaderChange.Kind;
import io.hactl.cli.output.WallClock;
import io.hactl.cli.terminal.CliException;
import io.hactl.cli.terminal.Prompts;
import io.hactl.cli.terminal.ScheduledTime;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Leader;
import io.hactl.dcs.election.Criteria;
import io.hactl.dcs.election.Criterion;
import io.hactl.dcs.election.Eligibility;
import io.hactl.dcs.election.FailoverRisk;
import io.hactl.dcs.election.Objection;
import io.hactl.dcs.election.ObjectionText;
import io.hactl.text.IsoTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds out which change of the leader is meant, asking for what the options do not say, and
 * refuses what cannot work.
 *
 * @param force ask nothing
 */
public record SwitchoverQuestions(Prompts prompts, String scope, Cluster cluster, boolean force) {

  /** A switchover, with what was given on the command line; null: not given. */
  public LeaderChange switchover(String leader, String candidate, String scheduled) {
    String current = current().orElseThrow(() -> CliException.failed("This cluster has no leader"));
    String named = leader;
    if (named == null) {
      String role = cluster.config().value().isStandbyCluster() ? "Standby Leader" : "Primary";
      named = force ? current : prompts.ask(role, current);
    }
    if (!named.equals(current)) {
      throw CliException.failed("Member " + named + " is not the leader of cluster " + scope);
    }
    Optional<String> chosen = candidate(Kind.SWITCHOVER, candidate);
    Optional<OffsetDateTime> at = when(scheduled);
    LeaderChange change = new LeaderChange(Kind.SWITCHOVER, Optional.of(named), chosen, at);
    confirm(change);
    return change;
  }

  /** A failover, with the candidate that was given on the command line; null: none was. */
  public LeaderChange failover(String candidate) {
    Optional<String> chosen = candidate(Kind.FAILOVER, candidate);
    if (chosen.isEmpty()) {
      throw CliException.failed("Failover could be performed only to a specific candidate");
    }
    Optional<String> risk = FailoverRisk.of(cluster, chosen.get());
    risk.ifPresent(text -> prompts.tell("Warning: " + text));
    if (risk.isPresent()
        && !force
        && !prompts.confirm(
            "Are you sure you want to failover to the asynchronous node " + chosen.get() + "?")) {
      throw CliException.failed("Aborting failover");
    }
    LeaderChange change =
        new LeaderChange(Kind.FAILOVER, Optional.empty(), chosen, Optional.empty());
    confirm(change);
    return change;
  }

  private Optional<String> current() {
    return cluster.leader().map(Leader::name);
  }

  private Optional<String> candidate(Kind kind, String given) {
    SortedMap<String, List<Objection>> judged = judged();
    List<String> possible =
        judged.keySet().stream().filter(name -> judged.get(name).isEmpty()).toList();
    if (possible.isEmpty()) {
      throw CliException.failed(
          "No candidates found to "
              + kind.verb()
              + " to: "
              + (judged.isEmpty() ? "there is no other member" : ObjectionText.line(judged)));
    }
    Optional<String> chosen = Optional.ofNullable(given).filter(name -> !name.isEmpty());
    if (given == null && !force) {
      String list = possible.stream().map(n -> "'" + n + "'").collect(Collectors.joining(", "));
      chosen = prompts.askOptional("Candidate [" + list + "]");
    }
    chosen.filter(name -> !possible.contains(name)).ifPresent(name -> refuse(name, judged));
    return chosen;
  }

  /**
   * What speaks against each member but the leader, whatever it would answer: its tag. The rest is
   * judged by the agent that is asked, which asks the candidates themselves.
   */
  private SortedMap<String, List<Objection>> judged() {
    Criteria criteria = Criteria.of(cluster, Criterion.TAG);
    SortedMap<String, List<Objection>> judged = new TreeMap<>();
    cluster.members().values().stream()
        .filter(member -> !cluster.isLeader(member.name()))
        .forEach(
            member ->
                judged.put(
                    member.name(), Eligibility.objections(Eligibility.fromKey(member), criteria)));
    return judged;
  }

  private void refuse(String candidate, SortedMap<String, List<Objection>> judged) {
    if (cluster.isLeader(candidate)) {
      throw CliException.failed(
          "Member " + candidate + " is already the leader of cluster " + scope);
    }
    String why =
        judged.containsKey(candidate)
            ? ObjectionText.line(judged.subMap(candidate, candidate + "\0"))
            : "the other members are " + String.join(", ", judged.keySet());
    throw CliException.failed(
        "Member "
            + candidate
            + " does not exist in cluster "
            + scope
            + " or is tagged as nofailover: "
            + why);
  }

  private Optional<OffsetDateTime> when(String scheduled) {
    String text = scheduled;
    if (text == null) {
      text =
          force
              ? "now"
              : prompts.ask(
                  "When should the switchover take place (e.g. "
                      + ScheduledTime.example(WallClock.now())
                      + " ) ",
                  "now");
    }
    Optional<OffsetDateTime> at =
        ScheduledTime.parse(text, WallClock.now(), ZoneId.systemDefault());
    if (at.isPresent() && cluster.config().value().pause()) {
      throw CliException.failed("Can't schedule switchover in the paused state");
    }
    return at;
  }

  private void confirm(LeaderChange change) {
    if (force) {
      return;
    }
    String demoting = current().map(name -> ", demoting current leader " + name).orElse("");
    if (change.at().isPresent()) {
      String time = IsoTime.format(change.at().get());
      if (!prompts.confirm(
          "Are you sure you want to schedule switchover of cluster "
              + scope
              + " at "
              + time
              + demoting
              + "?")) {
        throw CliException.failed("Aborting scheduled switchover");
      }
    } else if (!prompts.confirm(
        "Are you sure you want to "
            + change.kind().verb()
            + " cluster "
            + scope
            + demoting
            + "?")) {
      throw CliException.failed("Aborting " + change.kind().verb());
    }
  }
}
