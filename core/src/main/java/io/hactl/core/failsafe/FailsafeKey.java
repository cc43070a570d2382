package io.hactl.core.failsafe;

import io.hactl.core.decision.Action;
import io.hactl.core.lease.Mandate;
import io.hactl.core.memory.FailsafeMemory;
import io.hactl.core.memory.FailsafeMemory.KeyWrite;
import io.hactl.core.model.Purpose;
import io.hactl.core.situation.Observation;
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
  public static Optional<Action> write(Observation o) {
    if (!o.config().failsafeMode() || o.isWriting(Purpose.FAILSAFE)) {
      return Optional.empty();
    }
    Failsafe known = o.dcs().failsafe().value();
    Map<String, String> wanted = new TreeMap<>(urls(o));
    wanted.put(o.self().name(), o.self().apiUrl());
    SyncState sync = o.dcs().sync().value();
    known.members().forEach((name, url) -> keepSynchronous(wanted, sync, name, url));
    wanted.keySet().removeIf(name -> !known.members().containsKey(name) && isUnpromised(o, name));
    Failsafe all = new Failsafe(new LinkedHashMap<>(wanted));
    return all.equals(known)
        ? Optional.empty()
        : Optional.of(
            put(
                Transaction.builder()
                    .ifAt(Keys.LEADER, o.ownLeaderKey().orElseThrow().modRevision())
                    .ifAt(Keys.FAILSAFE, o.dcs().failsafe().modRevision()),
                all));
  }

  /**
   * Whether this leader may go on, by the word of others, for longer than its lease: somebody who
   * has not given his must not be electable before that time is over.
   */
  private static boolean isUnpromised(Observation o, String name) {
    FailsafeMemory memory = o.memory().failsafe();
    return memory.grantedUntil().filter(o.lease().until()::isBefore).isPresent()
        && !memory.grantedBy().contains(name)
        && !name.equals(o.self().name());
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
  public static Map<String, String> members(Observation o) {
    Map<String, String> all = new TreeMap<>(o.dcs().failsafe().value().members());
    o.memory().failsafe().inDoubt().ifPresent(write -> all.putAll(write.members()));
    return all;
  }

  private static void keepSynchronous(
      Map<String, String> wanted, SyncState sync, String name, String url) {
    if (sync.contains(name)) {
      wanted.putIfAbsent(name, url);
    }
  }

  /** Lets the members in that are not in the key, once no leader can be going on by it. */
  public static Optional<Action> admit(Observation o) {
    Failsafe known = o.dcs().failsafe().value();
    boolean may =
        o.config().failsafeMode()
            && o.dcs().isUnlocked()
            && known.members().containsKey(o.self().name())
            && !Mandate.isHeld(o)
            && FailsafeMember.boundUntil(o).isEmpty()
            && !o.isWriting(Purpose.FAILSAFE);
    Map<String, String> all = new LinkedHashMap<>(known.members());
    urls(o).forEach(all::putIfAbsent);
    if (!may || all.size() == known.members().size()) {
      return Optional.empty();
    }
    return Optional.of(
        put(
            Transaction.builder()
                .ifAbsent(Keys.LEADER)
                .ifAt(Keys.FAILSAFE, o.dcs().failsafe().modRevision()),
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

  private static Map<String, String> urls(Observation o) {
    Map<String, String> urls = new TreeMap<>();
    for (Member member : o.dcs().members().values()) {
      member.apiUrl().ifPresent(url -> urls.put(member.name(), url));
    }
    return urls;
  }
}
