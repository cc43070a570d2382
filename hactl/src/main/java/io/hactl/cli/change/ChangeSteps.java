package io.hactl.cli.change;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Leader;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.MemberRole;
import io.hactl.dcs.cluster.MemberState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells, from one state of the cluster to the next, how far a change of the leader has come. Every
 * step is told once, whatever order the members' writes arrive in.
 */
public final class ChangeSteps {

  private enum Step {
    STOPPING,
    STOPPED,
    RELEASED,
    TAKEN,
    PROMOTED,
    FOLLOWS
  }

  private final Optional<String> before;
  private final Set<Step> told = EnumSet.noneOf(Step.class);
  private Optional<String> newLeader = Optional.empty();

  /**
   * @param before who led when the change was asked for
   */
  public ChangeSteps(Optional<String> before) {
    this.before = before;
  }

  /** The steps that this state shows for the first time, one sentence each. */
  public List<String> observe(Cluster cluster) {
    List<String> lines = new ArrayList<>();
    Optional<Member> old = before.flatMap(cluster::member);
    Optional<String> leader = cluster.leader().map(Leader::name);
    boolean changed = leader.isPresent() && !leader.equals(before);
    if (!changed && !told.contains(Step.TAKEN)) {
      old.ifPresent(member -> observeStop(member, lines));
    }
    if (before.isPresent() && leader.isEmpty()) {
      tell(Step.RELEASED, before.get() + " released the lease", lines);
    }
    if (changed) {
      newLeader = leader;
      tell(Step.TAKEN, leader.get() + " took the lease", lines);
    }
    newLeader.flatMap(cluster::member).ifPresent(member -> observePromotion(member, lines));
    if (told.contains(Step.PROMOTED)) {
      old.ifPresent(member -> observeReturn(member, lines));
    }
    return lines;
  }

  /** Who leads now, once that is somebody else. */
  public Optional<String> newLeader() {
    return newLeader;
  }

  /** Whether the new leader is a primary. */
  public boolean isPromoted() {
    return told.contains(Step.PROMOTED);
  }

  /** Whether the former leader is a replica of the new one; it never is if there was none. */
  public boolean isComplete() {
    return told.contains(Step.FOLLOWS) || isPromoted() && before.isEmpty();
  }

  private void observeStop(Member old, List<String> lines) {
    if (old.state().filter(s -> s == MemberState.STOPPING).isPresent()) {
      tell(Step.STOPPING, old.name() + " is shutting down", lines);
    } else if (old.state().filter(s -> s == MemberState.STOPPED).isPresent()) {
      tell(Step.STOPPED, old.name() + " has stopped", lines);
    }
  }

  private void observePromotion(Member leader, List<String> lines) {
    boolean primary =
        leader
            .role()
            .filter(r -> r == MemberRole.PRIMARY || r == MemberRole.STANDBY_LEADER)
            .isPresent();
    if (primary && leader.isRunning()) {
      String timeline = leader.timeline().map(t -> ", timeline " + t).orElse("");
      tell(Step.PROMOTED, leader.name() + " is promoted" + timeline, lines);
    }
  }

  private void observeReturn(Member old, List<String> lines) {
    boolean replica = old.role().filter(r -> r == MemberRole.REPLICA).isPresent();
    if (replica && old.isRunning() && newLeader.isPresent()) {
      tell(Step.FOLLOWS, old.name() + " follows " + newLeader.get(), lines);
    }
  }

  private void tell(Step step, String line, List<String> lines) {
    if (told.add(step)) {
      lines.add(line);
    }
  }
}
