package io.hactl.core.sync;

import io.hactl.core.model.StandbyNames;
import io.hactl.dcs.cluster.SyncState;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * From the sync key and {@code synchronous_standby_names} as they are to what they should be, one
 * step at a time.
 *
 * <p>A commit is acknowledged once {@code n} of the standbys {@code V} in the names have it. A
 * member may be elected when it is one of the standbys {@code S} in the key and has heard of {@code
 * q} others of them, none of which is ahead. So whatever was acknowledged survives as long as
 *
 * <blockquote>
 *
 * every {@code q + 1} of {@code S} include one that has it.
 *
 * </blockquote>
 *
 * <p>Why each step keeps that:
 *
 * <ul>
 *   <li>What the names in force acknowledge is on {@code n} of {@code V}. Any {@code q + 1} of
 *       {@code S} meet any {@code n} of {@code V} if {@code (q + 1) + n > |S ∪ V|}, as both are
 *       subsets of the union: {@link #overlap}. It is checked for the key and the names as they are
 *       before and after each step.
 *   <li>What older names acknowledged lies before the position {@code L} at which the present names
 *       had taken effect. Each standby that is <em>confirmed</em> (has {@code L} on disk) has all
 *       of it. For a new key {@code (S', q')} take any {@code q' + 1} of {@code S'} with no
 *       confirmed one among them: at most {@code u} of them are new to the key, {@code u} the
 *       number of unconfirmed new ones, so that at least {@code q' + 1 - u} are of {@code S}. If
 *       these are more than {@code q}, one of them has it by the old key; there are no such {@code
 *       q' + 1} at all if {@code q' + 1 > u + min(w, q)}, {@code w} the number of unconfirmed old
 *       ones that stay: {@link #pastIsCovered}.
 *   <li>Names change only while {@code overlap} holds with the new ones as well; nothing in the key
 *       depends on what they acknowledged before. A key without standbys (nobody but the leader may
 *       be elected) can be written at any time, and goes with any names.
 * </ul>
 *
 * <p>Each step is one write, the next one is decided from what is then seen in force, and the rule
 * holds between any two: a leader may die after any of them.
 *
 * <p>The order that follows from it: a standby that comes is waited for first and written into the
 * key once confirmed (in quorum mode it may be written first, with a quorum greater by one); one
 * that goes is taken out of the key first, or, in quorum mode, out of the names first.
 */
public final class SyncPlan {

  private SyncPlan() {}

  /** What to do next. */
  sealed interface Step {

    /** As it should be, or a standby has yet to catch up. */
    record Rest() implements Step {}

    /** Write this into the sync key. */
    record WriteKey(SyncState key) implements Step {}

    /** Put these names into force. */
    record SetNames(StandbyNames names) implements Step {}
  }

  /**
   * How things are.
   *
   * @param leader this member
   * @param names in force
   * @param confirmed standbys that have on disk all that earlier names acknowledged
   * @param alive standbys that stream
   */
  record State(
      String leader, SyncState key, StandbyNames names, Set<String> confirmed, Set<String> alive) {}

  /** How they should be. */
  record Goal(SyncState key, StandbyNames names) {

    Set<String> standbys() {
      return key.standbys();
    }

    boolean isQuorum() {
      return names.method() == StandbyNames.Method.ANY;
    }
  }

  static Step next(State s, Goal goal) {
    boolean own = s.key().leader().filter(s.leader()::equals).isPresent();
    if (!own || !overlap(s.key(), s.names())) {
      return new Step.WriteKey(nobodyBut(s.leader()));
    }
    if (!s.key().equals(goal.key()) && mayWrite(s, goal.key())) {
      return new Step.WriteKey(goal.key());
    }
    if (s.names().isSameAs(goal.names())) {
      return new Step.Rest();
    }
    if (overlap(s.key(), goal.names())) {
      return new Step.SetNames(goal.names());
    }
    return (goal.isQuorum() ? widerKey(s, goal) : exchange(s, goal))
        .orElseGet(() -> new Step.WriteKey(nobodyBut(s.leader())));
  }

  /** The key while no standby may be elected. */
  public static SyncState nobodyBut(String leader) {
    return new SyncState(Optional.of(leader), new LinkedHashSet<>(), 0);
  }

  /** Whether whoever may be elected by {@code key} has all that {@code names} acknowledge. */
  public static boolean overlap(SyncState key, StandbyNames names) {
    if (key.standbys().isEmpty() || key.quorum() >= key.standbys().size()) {
      return true;
    }
    return !names.open()
        && key.quorum() + names.count() >= union(key.standbys(), names.names()).size();
  }

  /** Whether whoever may be elected by {@code to} has all that was acknowledged until now. */
  static boolean pastIsCovered(SyncState from, SyncState to, Set<String> confirmed) {
    long unconfirmedNew =
        to.standbys().stream()
            .filter(n -> !confirmed.contains(n) && !from.standbys().contains(n))
            .count();
    long unconfirmedOld =
        to.standbys().stream()
            .filter(n -> !confirmed.contains(n) && from.standbys().contains(n))
            .count();
    return to.standbys().isEmpty()
        || to.quorum() >= to.standbys().size()
        || to.quorum() >= unconfirmedNew + Math.min(unconfirmedOld, from.quorum());
  }

  private static boolean mayWrite(State s, SyncState key) {
    return overlap(key, s.names()) && pastIsCovered(s.key(), key, s.confirmed());
  }

  /** Plain mode: who is alive stays until its successor is confirmed, who is not goes first. */
  private static Optional<Step> exchange(State s, Goal goal) {
    Set<String> leaving = without(s.key().standbys(), goal.standbys());
    boolean coming = !s.key().standbys().containsAll(goal.standbys());
    if (coming && s.alive().containsAll(leaving)) {
      Set<String> all = union(s.key().standbys(), goal.standbys());
      StandbyNames both = StandbyNames.first(all.size(), all);
      if (s.names().isSameAs(both)) {
        return Optional.of(new Step.Rest());
      }
      if (overlap(s.key(), both)) {
        return Optional.of(new Step.SetNames(both));
      }
    }
    SyncState staying = key(s, without(s.key().standbys(), leaving), 0);
    return !leaving.isEmpty() && mayWrite(s, staying)
        ? Optional.of(new Step.WriteKey(staying))
        : Optional.empty();
  }

  /** Quorum mode: with a quorum that is great enough, the names may change to the wanted ones. */
  private static Optional<Step> widerKey(State s, Goal goal) {
    Set<String> all = union(s.key().standbys(), goal.standbys());
    for (int quorum = s.key().quorum(); quorum < all.size(); quorum++) {
      SyncState wider = key(s, all, quorum);
      if (mayWrite(s, wider) && overlap(wider, goal.names())) {
        return wider.equals(s.key()) ? Optional.empty() : Optional.of(new Step.WriteKey(wider));
      }
    }
    return Optional.empty();
  }

  private static SyncState key(State s, Set<String> standbys, int quorum) {
    return new SyncState(Optional.of(s.leader()), new LinkedHashSet<>(standbys), quorum);
  }

  private static Set<String> union(Iterable<String> a, Iterable<String> b) {
    Set<String> all = new TreeSet<>();
    a.forEach(all::add);
    b.forEach(all::add);
    return all;
  }

  private static Set<String> without(Set<String> names, Set<String> others) {
    Set<String> left = new TreeSet<>(names);
    left.removeAll(others);
    return left;
  }
}
