package io.hactl.cli;

import io.hactl.cli.change.LeaderChange;
import io.hactl.cli.change.LeaderChange.Kind;
import io.hactl.cli.terminal.CliException;
import io.hactl.cli.terminal.Prompts;
import io.hactl.dcs.Cluster;
import io.hactl.dcs.Leader;
import io.hactl.dcs.Member;
import io.hactl.rest.FailoverRisk;
import io.hactl.text.IsoTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds out which change of the leader is meant, asking for what the options do not say, and
 * refuses what cannot work.
 *
 * @param force ask nothing
 */
record SwitchoverQuestions(Prompts prompts, String scope, Cluster cluster, boolean force) {

  private static final DateTimeFormatter EXAMPLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm", Locale.ROOT);

  /** A time an hour from now, to show how a time is written. */
  static String example() {
    return EXAMPLE.format(Subcommand.now().plusHours(1));
  }

  /** A switchover, with what was given on the command line; null: not given. */
  LeaderChange switchover(String leader, String candidate, String scheduled) {
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
  LeaderChange failover(String candidate) {
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
    List<String> possible =
        cluster.members().values().stream()
            .filter(member -> !cluster.isLeader(member.name()))
            .filter(member -> !member.tags().nofailover())
            .map(Member::name)
            .toList();
    if (possible.isEmpty()) {
      throw CliException.failed("No candidates found to " + kind.verb() + " to");
    }
    Optional<String> chosen = Optional.ofNullable(given).filter(name -> !name.isEmpty());
    if (given == null && !force) {
      String list = possible.stream().map(n -> "'" + n + "'").collect(Collectors.joining(", "));
      chosen = prompts.askOptional("Candidate [" + list + "]");
    }
    chosen.filter(name -> !possible.contains(name)).ifPresent(this::refuse);
    return chosen;
  }

  private void refuse(String candidate) {
    throw CliException.failed(
        cluster.isLeader(candidate)
            ? "Member " + candidate + " is already the leader of cluster " + scope
            : "Member "
                + candidate
                + " does not exist in cluster "
                + scope
                + " or is tagged as nofailover");
  }

  private Optional<OffsetDateTime> when(String scheduled) {
    String text = scheduled;
    if (text == null) {
      text =
          force
              ? "now"
              : prompts.ask(
                  "When should the switchover take place (e.g. " + example() + " ) ", "now");
    }
    Optional<OffsetDateTime> at =
        ScheduledTime.parse(text, Subcommand.now(), ZoneId.systemDefault());
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
