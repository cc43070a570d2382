package io.hactl.dcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Leader;
import io.hactl.dcs.cluster.Versioned;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every {@link Dcs} must do. */
public abstract class DcsContract {

  private static final Duration LIMIT = Duration.ofSeconds(15);
  private final List<Dcs> open = new CopyOnWriteArrayList<>();

  /** Another client of the same place, which is empty at the beginning of each test. */
  protected abstract Dcs connect();

  /** Lets a little time pass. */
  protected abstract Duration tick();

  /** Breaks running watches, changes with {@code whileAway}, forgets the history, and heals. */
  protected abstract void breakWatches(Runnable whileAway);

  @AfterEach
  void close() {
    open.forEach(Dcs::close);
  }

  protected final Dcs client() {
    Dcs dcs = connect();
    open.add(dcs);
    return dcs;
  }

  protected final void await(BooleanSupplier condition) {
    Duration waited = Duration.ZERO;
    while (!condition.getAsBoolean()) {
      assertThat(waited).as("time waited").isLessThan(LIMIT);
      waited = waited.plus(tick());
    }
  }

  protected final <T> T get(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    await(future::isDone);
    return future.join();
  }

  protected final DcsFailure failure(CompletionStage<?> stage) {
    CompletableFuture<?> future = stage.toCompletableFuture();
    await(future::isDone);
    assertThat(future).isCompletedExceptionally();
    return DcsException.failureOf(future.exceptionNow());
  }

  protected static Transaction put(String key, String value) {
    return Transaction.builder().put(key, value).build();
  }

  /** Remembers what a watch tells. */
  public static final class Recorder implements Dcs.WatchListener {
    public final List<Cluster> seen = new CopyOnWriteArrayList<>();
    public final List<DcsFailure> failures = new CopyOnWriteArrayList<>();

    @Override
    public void changed(Cluster cluster) {
      seen.add(cluster);
    }

    @Override
    public void disconnected(DcsFailure why) {
      failures.add(why);
    }

    public Cluster last() {
      return seen.getLast();
    }

    List<String> identifiers() {
      return seen.stream().map(c -> c.initialize().value()).toList();
    }
  }

  @Test
  void anEmptyPlaceHasTheDefaults() {
    Cluster cluster = get(client().read());

    assertThat(cluster.revision()).isPositive();
    assertThat(cluster.initialize()).isEqualTo(Versioned.absent(""));
    assertThat(cluster.leader()).isEmpty();
    assertThat(cluster.members()).isEmpty();
    assertThat(cluster.problems()).isEmpty();
  }

  @Test
  void whatIsCommittedIsReadAtTheCommitsRevision() {
    Dcs dcs = client();
    Dcs.Session session = get(dcs.openSession(Duration.ofSeconds(5)));

    long revision =
        get(
            dcs.commit(
                Transaction.builder()
                    .put(Keys.INITIALIZE, "42")
                    .put(Keys.LEADER, "n0", session.id())
                    .put(Keys.member("n0"), "{\"timeline\":3}", session.id())
                    .build()));

    Cluster cluster = get(client().read());
    assertThat(cluster.revision()).isEqualTo(revision);
    assertThat(cluster.initialize()).isEqualTo(new Versioned<>("42", revision, 0));
    assertThat(cluster.leader()).contains(new Leader("n0", session.id(), revision));
    assertThat(cluster.members().get("n0").timeline()).contains(3);
    assertThat(cluster.members().get("n0").leaseId()).isEqualTo(session.id());
  }

  @Test
  void aConditionThatHoldsLetsTheChangeHappen() {
    Dcs dcs = client();
    long created =
        get(dcs.commit(Transaction.builder().ifAbsent("sync").put("sync", "{}").build()));

    long changed =
        get(
            dcs.commit(
                Transaction.builder()
                    .ifAt("sync", created)
                    .ifAbsent("leader")
                    .delete("sync")
                    .put("initialize", "1")
                    .build()));

    Cluster cluster = get(dcs.read());
    assertThat(changed).isGreaterThan(created);
    assertThat(cluster.sync().exists()).isFalse();
    assertThat(cluster.initialize().modRevision()).isEqualTo(changed);
  }

  @Test
  void aConditionThatDoesNotHoldIsAConflictAndChangesNothing() {
    Dcs dcs = client();
    long first = get(dcs.commit(put("initialize", "1")));

    DcsFailure exists =
        failure(
            dcs.commit(Transaction.builder().ifAbsent("initialize").put("leader", "x").build()));
    DcsFailure moved =
        failure(
            dcs.commit(
                Transaction.builder()
                    .ifAt("initialize", first)
                    .ifAt("sync", 7)
                    .put("leader", "x")
                    .build()));

    assertThat(exists).isInstanceOf(DcsFailure.Conflict.class);
    assertThat(exists.message()).contains("Key initialize is at revision " + first);
    assertThat(moved).isInstanceOf(DcsFailure.Conflict.class);
    assertThat(moved.message()).contains("Key sync is at revision 0, not at 7");
    assertThat(get(dcs.read()).leader()).isEmpty();
    assertThat(get(dcs.read()).revision()).isEqualTo(first);
  }

  @Test
  void oneOfTwoRacingClientsTakesTheLeaderKey() {
    Dcs a = client();
    Dcs b = client();
    CompletionStage<Long> first = a.commit(take("a"));
    CompletionStage<Long> second = b.commit(take("b"));

    await(() -> first.toCompletableFuture().isDone() && second.toCompletableFuture().isDone());

    boolean aWon = !first.toCompletableFuture().isCompletedExceptionally();
    assertThat(failure(aWon ? second : first)).isInstanceOf(DcsFailure.Conflict.class);
    assertThat(get(a.read()).isLeader(aWon ? "a" : "b")).isTrue();
  }

  private static Transaction take(String name) {
    return Transaction.builder().ifAbsent(Keys.LEADER).put(Keys.LEADER, name).build();
  }

  @Test
  void aSessionThatIsNotRenewedTakesItsKeysAlong() {
    Dcs dcs = client();
    Dcs.Session session = get(dcs.openSession(Duration.ofMillis(300)));
    get(dcs.commit(Transaction.builder().put(Keys.LEADER, "a", session.id()).build()));

    assertThat(session.ttl()).isEqualTo(Duration.ofSeconds(1));
    await(() -> get(dcs.read()).isUnlocked());
    assertThat(failure(dcs.renew(session))).isInstanceOf(DcsFailure.Conflict.class);
    assertThat(
            failure(dcs.commit(Transaction.builder().put(Keys.LEADER, "a", session.id()).build())))
        .isInstanceOf(DcsFailure.Conflict.class);
    get(dcs.revoke(session));
  }

  @Test
  void aRenewedSessionStays() {
    Dcs dcs = client();
    Dcs.Session session = get(dcs.openSession(Duration.ofSeconds(2)));
    get(dcs.commit(Transaction.builder().put(Keys.LEADER, "a", session.id()).build()));

    Duration passed = Duration.ZERO;
    while (passed.compareTo(Duration.ofSeconds(3)) < 0) {
      get(dcs.renew(session));
      for (int i = 0; i < 5; i++) {
        passed = passed.plus(tick());
      }
    }

    assertThat(get(dcs.read()).isLeader("a")).isTrue();
  }

  @Test
  void aRevokedSessionTakesItsKeysAlongAtOnce() {
    Dcs dcs = client();
    Dcs.Session session = get(dcs.openSession(Duration.ofSeconds(60)));
    get(dcs.commit(Transaction.builder().put(Keys.LEADER, "a", session.id()).build()));

    get(dcs.revoke(session));

    assertThat(get(dcs.read()).isUnlocked()).isTrue();
    assertThat(failure(dcs.renew(session))).isInstanceOf(DcsFailure.Conflict.class);
  }

  @Test
  void aWatchTellsTheStateAndThenEveryChangeInOrder() {
    Dcs dcs = client();
    get(dcs.commit(put("initialize", "0")));
    Recorder recorder = new Recorder();
    dcs.watch(recorder);
    await(() -> recorder.seen.size() == 1);

    for (int i = 1; i <= 20; i++) {
      get(dcs.commit(put("initialize", String.valueOf(i))));
    }
    await(() -> recorder.last().initialize().value().equals("20"));

    List<Integer> seen = recorder.identifiers().stream().map(Integer::valueOf).toList();
    assertThat(seen).startsWith(0).isSorted().doesNotHaveDuplicates();
    assertThat(recorder.last()).isEqualTo(get(dcs.read()));
    assertThat(recorder.failures).isEmpty();
  }

  @Test
  void allChangesOfATransactionAreSeenTogether() {
    Dcs dcs = client();
    Recorder recorder = new Recorder();
    dcs.watch(recorder);
    await(() -> recorder.seen.size() == 1);

    long revision =
        get(dcs.commit(Transaction.builder().put("initialize", "1").put("leader", "a").build()));
    await(() -> recorder.seen.size() == 2);

    assertThat(recorder.last().revision()).isEqualTo(revision);
    assertThat(recorder.last().isLeader("a")).isTrue();
    assertThat(recorder.last().initialize().value()).isEqualTo("1");
  }

  @Test
  void aWatchSeesASessionEnd() {
    Dcs dcs = client();
    Dcs.Session session = get(dcs.openSession(Duration.ofSeconds(1)));
    get(dcs.commit(Transaction.builder().put(Keys.LEADER, "a", session.id()).build()));
    Recorder recorder = new Recorder();
    dcs.watch(recorder);

    await(() -> !recorder.seen.isEmpty() && recorder.last().isUnlocked());
  }

  @Test
  void aClosedWatchIsSilent() {
    Dcs dcs = client();
    Recorder recorder = new Recorder();
    Dcs.Watch watch = dcs.watch(recorder);
    await(() -> recorder.seen.size() == 1);

    watch.close();
    get(dcs.commit(put("initialize", "1")));
    Recorder other = new Recorder();
    dcs.watch(other);
    await(() -> other.seen.size() == 1);

    assertThat(recorder.seen).hasSize(1);
  }

  @Test
  void aBrokenWatchSaysSoAndThenMissesNothingDespiteCompaction() {
    Dcs dcs = client();
    Recorder recorder = new Recorder();
    dcs.watch(recorder);
    await(() -> recorder.seen.size() == 1);

    breakWatches(
        () -> {
          Dcs other = client();
          for (int i = 1; i <= 5; i++) {
            get(other.commit(put("initialize", String.valueOf(i))));
          }
        });
    await(() -> recorder.last().initialize().value().equals("5"));
    get(dcs.commit(put("initialize", "6")));
    await(() -> recorder.last().initialize().value().equals("6"));

    assertThat(recorder.failures).hasSizeGreaterThanOrEqualTo(1);
  }

  @Test
  void aClosedClientAnswersEveryCall() {
    Dcs dcs = connect();
    dcs.close();

    assertThat(failure(dcs.read())).isInstanceOf(DcsFailure.Retryable.class);
  }
}
