package io.hactl.dcs.cluster;

import io.hactl.dcs.config.DynamicConfig;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything the DCS knows of one cluster at one revision. A key that does not exist has its
 * default and revision 0; a malformed value has its default, its real revision, and a line in
 * {@link #problems}.
 *
 * @param revision the DCS revision
 * @param initialize the database system identifier; empty text while the first node bootstraps
 * @param leader who holds the leader key
 * @param members by name
 * @param lostWal WAL that members had and the history does not have, oldest first
 * @param problems what could not be read
 */
public record Cluster(
    long revision,
    Versioned<String> initialize,
    Versioned<DynamicConfig> config,
    Optional<Leader> leader,
    SortedMap<String, Member> members,
    Versioned<Status> status,
    Versioned<SyncState> sync,
    Versioned<Failover> failover,
    Versioned<TimelineHistory> history,
    Versioned<Failsafe> failsafe,
    Versioned<List<LostWal>> lostWal,
    List<KeyProblem> problems) {

  public Cluster {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    problems = List.copyOf(problems);
  }

  /** The cluster's identity, once the first node has finished its bootstrap. */
  public Optional<String> systemIdentifier() {
    return initialize.exists() && !initialize.value().isEmpty()
        ? Optional.of(initialize.value())
        : Optional.empty();
  }

  /** Whether {@code key} is there and malformed, in whole or in part. */
  public boolean hasProblem(String key) {
    return problems.stream().anyMatch(problem -> problem.key().equals(key));
  }

  /** Whether {@code key} is there and nothing of it could be read, so that it has its default. */
  public boolean isUnreadable(String key) {
    return problems.stream()
        .anyMatch(
            problem -> problem.key().equals(key) && problem.extent() == KeyProblem.Extent.WHOLE);
  }

  /** Whether no member holds the leader key. */
  public boolean isUnlocked() {
    return leader.isEmpty();
  }

  public Optional<Member> member(String name) {
    return Optional.ofNullable(members.get(name));
  }

  /** The leader's own key, if the leader has one. */
  public Optional<Member> leaderMember() {
    return leader.flatMap(l -> member(l.name()));
  }

  public boolean isLeader(String name) {
    return leader.filter(l -> l.name().equals(name)).isPresent();
  }
}
