package io.hactl.cli.cluster;

import io.hactl.cli.terminal.CliException;
import io.hactl.cli.terminal.Prompts;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Member;
import io.hactl.text.IsoTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the members a command is meant for, and asks before it touches them.
 *
 * @param action the verb in the questions: {@code restart}
 * @param force ask nothing
 */
public record MemberSelection(Prompts prompts, String action, boolean force) {

  /**
   * The members with the role, only those named if any are, all of them otherwise.
   *
   * @param askWhich whether to ask for a name where none is given, instead of taking all
   */
  public List<Member> choose(
      Cluster cluster, String scope, List<String> names, RoleFilter role, boolean askWhich) {
    List<Member> possible = role.of(cluster);
    if (names.isEmpty() && possible.isEmpty()) {
      throw CliException.failed(scope + " cluster doesn't have any members");
    }
    List<String> wanted = names;
    if (wanted.isEmpty() && askWhich) {
      if (force) {
        throw CliException.failed(
            "Name the members to " + action + ": with --force none is chosen for you");
      }
      wanted =
          List.of(
              prompts.askRequired(
                  "Which member do you want to " + action + " [" + names(possible) + "]?"));
    }
    for (String name : wanted) {
      if (cluster.member(name).isEmpty()) {
        throw CliException.failed(name + " is not a member of cluster");
      }
    }
    List<String> kept = wanted;
    List<Member> chosen =
        possible.stream().filter(m -> kept.isEmpty() || kept.contains(m.name())).toList();
    if (chosen.isEmpty()) {
      throw CliException.failed("No " + role.text() + " among provided members");
    }
    return chosen;
  }

  /** Asks whether to go on; a no ends the command. */
  public void confirm(List<Member> members) {
    if (!force
        && !prompts.confirm(
            "Are you sure you want to " + action + " members " + names(members) + "?")) {
      throw CliException.failed("Aborted " + action);
    }
  }

  /** Asks the same as {@link #confirm(List)} of something that happens later. */
  public void confirm(List<Member> members, Optional<OffsetDateTime> at, boolean onlyPending) {
    if (at.isEmpty()) {
      confirm(members);
      return;
    }
    String question =
        onlyPending
            ? "The nodes needing a restart will be identified at the scheduled time, and might be"
                + " different from the ones showing pending restart right now. Is this fine?"
            : "Are you sure you want to schedule "
                + action
                + " of members "
                + names(members)
                + " at "
                + IsoTime.forPeople(at.get())
                + "?";
    if (!force && !prompts.confirm(question)) {
      throw CliException.failed("Aborted scheduled " + action);
    }
  }

  private static String names(List<Member> members) {
    return members.stream().map(Member::name).collect(Collectors.joining(", "));
  }
}
