package io.hactl.core.failsafe;

import io.hactl.core.decision.Action;
import io.hactl.core.lease.WriteDeadline;
import io.hactl.core.memory.FailsafeMemory;
import io.hactl.core.memory.FailsafeMemory.KeyWrite;
import io.hactl.core.model.Purpose;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Failsafe;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.SyncState;
import io.hactl.dcs.codec.ClusterCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The failsafe key: the members that a leader without the DCS has to ask, and so the only ones that
 * may be elected.
 *
 * <p>The leader keeps it. While nobody leads, a member of it lets others in, so that who was away
 * for a moment when the leader was lost, and may be the one with the newest WAL, or the only
 * synchronous one, does not stay out for good. That is safe because a leader needs the word of
 * <em>every</em> member of the key: one of them that is bound by no promise, and refuses from now
 * on until it has seen a new leader, is enough to know that no old one goes on or will.
 */
public final class FailsafeKey {

  private FailsafeKey() {}

  /**
   * What the leader writes: all members, itself whatever becomes of its member key, and a member
   * that may be elected by the sync key as long as it may.
   */
  public static Optional<Action> write(Situation s) {
    if (!s.config().failsafeMode() || s.isWriting(Purpose.FAILSAFE)) {
      return Optional.empty();
    }
    Failsafe known = s.cluster().failsafe().value();
    Map<String, String> wanted = new TreeMap<>(urls(s));
    wanted.put(s.self().name(), s.self().apiUrl());
    SyncState sync = s.cluster().sync().value();
    known.members().forEach((name, url) -> keepSynchronous(wanted, sync, name, url));
    wanted.keySet().removeIf(name -> !known.members().containsKey(name) && isUnpromised(s, name));
    Failsafe all = new Failsafe(new LinkedHashMap<>(wanted));
    return all.equals(known)
        ? Optional.empty()
        : Optional.of(
            put(
                Transaction.builder()
                    .ifAt(Keys.LEADER, s.ownLeaderKey().orElseThrow().modRevision())
                    .ifAt(Keys.FAILSAFE, s.cluster().failsafe().modRevision()),
                all));
  }

  /**
   * Whether this leader may go on, by the word of others, for longer than its lease: somebody who
   * has not given his must not be electable before that time is over.
   */
  private static boolean isUnpromised(Situation s, String name) {
    FailsafeMemory memory = s.memory().failsafe();
    return memory.grantedUntil().filter(s.lease().until()::isBefore).isPresent()
        && !memory.grantedBy().contains(name)
        && !name.equals(s.self().name());
  }

  /** What the transaction puts into the failsafe key, if a leader sends it; empty: nothing. */
  public static Optional<KeyWrite> writeOf(Transaction transaction) {
    long compared =
        transaction.conditions().stream()
            .filter(c -> c.key().equals(Keys.FAILSAFE))
            .mapToLong(Transaction.Condition::modRevision)
            .findFirst()
            .orElse(0);
    return transaction.changes().stream()
        .filter(c -> c instanceof Transaction.Put && c.key().equals(Keys.FAILSAFE))
        .map(c -> ((Transaction.Put) c).value())
        .map(value -> new KeyWrite(ClusterCodec.readFailsafe(value).members(), compared))
        .findFirst();
  }

  /** Everybody who is, or may be by now, in the key, with their addresses; this member, too. */
  public static Map<String, String> members(Situation s) {
    Map<String, String> all = new TreeMap<>(s.cluster().failsafe().value().members());
    s.memory().failsafe().inDoubt().ifPresent(write -> all.putAll(write.members()));
    return all;
  }

  private static void keepSynchronous(
      Map<String, String> wanted, SyncState sync, String name, String url) {
    if (sync.contains(name)) {
      wanted.putIfAbsent(name, url);
    }
  }

  /** Lets the members in that are not in the key, once no leader can be going on by it. */
  public static Optional<Action> admit(Situation s) {
    Failsafe known = s.cluster().failsafe().value();
    boolean may =
        s.config().failsafeMode()
            && s.cluster().isUnlocked()
            && known.members().containsKey(s.self().name())
            && !WriteDeadline.isAhead(s)
            && FailsafeMember.boundUntil(s).isEmpty()
            && !s.isWriting(Purpose.FAILSAFE);
    Map<String, String> all = new LinkedHashMap<>(known.members());
    urls(s).forEach(all::putIfAbsent);
    if (!may || all.size() == known.members().size()) {
      return Optional.empty();
    }
    return Optional.of(
        put(
            Transaction.builder()
                .ifAbsent(Keys.LEADER)
                .ifAt(Keys.FAILSAFE, s.cluster().failsafe().modRevision()),
            new Failsafe(all)));
  }

  /** Whether this transaction lets members in, so that its sender owes every leader a refusal. */
  public static boolean admits(Transaction transaction) {
    boolean nobodyLeads =
        transaction.conditions().stream()
            .anyMatch(c -> c.key().equals(Keys.LEADER) && c.modRevision() == 0);
    return nobodyLeads
        && transaction.changes().stream()
            .anyMatch(c -> c instanceof Transaction.Put && c.key().equals(Keys.FAILSAFE));
  }

  private static Action put(Transaction.Builder tx, Failsafe failsafe) {
    return new Action.Commit(
        Purpose.FAILSAFE, tx.put(Keys.FAILSAFE, ClusterCodec.write(failsafe)).build());
  }

  private static Map<String, String> urls(Situation s) {
    Map<String, String> urls = new TreeMap<>();
    for (Member member : s.cluster().members().values()) {
      member.apiUrl().ifPresent(url -> urls.put(member.name(), url));
    }
    return urls;
  }
}
