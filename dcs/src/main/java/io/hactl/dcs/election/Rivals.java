package io.hactl.dcs.election;

import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.dcs.cluster.SyncState;
import java.util.Collection;
import java.util.Optional;

/** Judges a candidate by what the others answered. */
public final class Rivals {

  private Rivals() {}

  /** Whether one of the others runs as a primary: then nobody is to lead beside it. */
  public static Optional<Objection> primaryAlive(Collection<PeerStatus> answers) {
    return answers.stream()
        .filter(peer -> peer.running() && !peer.inRecovery())
        .findFirst()
        .map(peer -> new Objection.PrimaryAlive(peer.name()));
  }

  /**
   * Whether one of the others comes before the candidate, in the {@linkplain Standing#ORDER order}
   * of an election.
   *
   * @param answers of those that are waited for
   * @param rivals what a member has to meet so that the candidate goes behind it
   */
  public static Optional<Objection> ahead(
      PeerStatus candidate, Collection<PeerStatus> answers, Criteria rivals) {
    return Eligibility.best(answers, rivals)
        .filter(peer -> Standing.ORDER.compare(Standing.of(peer), Standing.of(candidate)) > 0)
        .map(peer -> new Objection.AnotherAhead(peer.name()));
  }

  /**
   * Whether, in quorum mode, too few of the others were heard. A commit was acknowledged by the
   * leader and by enough of the standbys that any {@code quorum} of the others, together with the
   * candidate, include one that has it. Only those count that have no more WAL than the candidate.
   *
   * @param answers of the others; the candidate's own answer is not counted
   * @param writerHasAll whether the member that wrote the sync key needs nobody: it led, and has
   *     every write itself
   */
  public static Optional<Objection> quorumNotHeard(
      PeerStatus candidate, Collection<PeerStatus> answers, SyncState sync, boolean writerHasAll) {
    boolean hasAll = writerHasAll && sync.leader().filter(candidate.name()::equals).isPresent();
    if (!sync.isActive() || sync.quorum() == 0 || hasAll) {
      return Optional.empty();
    }
    long heard =
        answers.stream()
            .filter(peer -> peer.running() && !peer.name().equals(candidate.name()))
            .filter(peer -> sync.standbys().contains(peer.name()))
            .filter(peer -> Standing.WAL.compare(Standing.of(peer), Standing.of(candidate)) <= 0)
            .count();
    return heard >= sync.quorum()
        ? Optional.empty()
        : Optional.of(new Objection.QuorumNotHeard(heard, sync.quorum()));
  }
}
