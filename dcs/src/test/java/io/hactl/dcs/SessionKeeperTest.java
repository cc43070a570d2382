package io.hactl.dcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.memory.InMemoryDcs;
import io.hactl.dcs.memory.InMemoryStore;
import io.hactl.time.ManualTime;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SessionKeeperTest {

  private static final Duration TTL = Duration.ofSeconds(10);
  private static final Duration RENEW = Duration.ofSeconds(3);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final ManualTime time = new ManualTime();
  private final InMemoryStore store = new InMemoryStore(time, time);
  private final Line dcs = new Line(new InMemoryDcs(store, time, "/service/test/"), time);
  private final List<String> told = new ArrayList<>();
  private final SessionKeeper keeper = new SessionKeeper(dcs, time, time, new Recorder());
  private Dcs.Session current;

  /** What a network does to replies. */
  private enum Fault {
    NONE,
    LATE,
    LOST,
    REFUSED
  }

  /** A {@link Dcs} behind a line that can be disturbed. */
  private record Line(Dcs dcs, ManualTime time, Fault[] fault) implements Dcs {
    static final Duration DELAY = Duration.ofSeconds(2);

    Line(Dcs dcs, ManualTime time) {
      this(dcs, time, new Fault[] {Fault.NONE});
    }

    void now(Fault next) {
      fault[0] = next;
    }

    private <T> CompletionStage<T> disturb(Supplier<CompletionStage<T>> call) {
      Fault now = fault[0];
      CompletableFuture<T> answer = new CompletableFuture<>();
      if (now == Fault.REFUSED) {
        time.after(
            Duration.ZERO,
            () ->
                answer.completeExceptionally(
                    new DcsException(new DcsFailure.Retryable("refused"))));
        return answer;
      }
      call.get()
          .whenComplete(
              (value, error) -> {
                if (now == Fault.LOST) {
                  return;
                }
                time.after(
                    now == Fault.LATE ? DELAY : Duration.ZERO,
                    () -> {
                      if (error == null) {
                        answer.complete(value);
                      } else {
                        answer.completeExceptionally(error);
                      }
                    });
              });
      return answer;
    }

    @Override
    public CompletionStage<Cluster> read() {
      return disturb(dcs::read);
    }

    @Override
    public Watch watch(WatchListener listener) {
      return dcs.watch(listener);
    }

    @Override
    public CompletionStage<Session> openSession(Duration ttl) {
      return disturb(() -> dcs.openSession(ttl));
    }

    @Override
    public CompletionStage<Void> renew(Session session) {
      return disturb(() -> dcs.renew(session));
    }

    @Override
    public CompletionStage<Void> revoke(Session session) {
      return disturb(() -> dcs.revoke(session));
    }

    @Override
    public CompletionStage<Long> commit(Transaction transaction) {
      return disturb(() -> dcs.commit(transaction));
    }

    @Override
    public void close() {
      dcs.close();
    }
  }

  private final class Recorder implements SessionKeeper.Listener {
    @Override
    public void opened(Dcs.Session session, Tick sentAt) {
      current = session;
      told.add("opened " + session.id() + " at " + seconds(sentAt));
    }

    @Override
    public void renewed(Dcs.Session session, Tick sentAt) {
      told.add("renewed " + session.id() + " at " + seconds(sentAt));
    }

    @Override
    public void lost(Dcs.Session session) {
      told.add("lost " + session.id() + " at " + seconds(time.now()));
    }

    @Override
    public void failing(DcsFailure why) {
      told.add("failing at " + seconds(time.now()));
    }
  }

  private static long seconds(Tick tick) {
    return tick.nanos() / 1_000_000_000;
  }

  private void start() {
    keeper.start(TTL, RENEW, RETRY);
    time.runDue();
  }

  @Test
  void renewalsReportWhenTheyWereSent() {
    start();
    dcs.now(Fault.LATE);
    time.advance(Duration.ofSeconds(9));

    assertThat(told).containsExactly("opened 1 at 0", "renewed 1 at 3", "renewed 1 at 6");
  }

  @Test
  void aRefusedRenewalIsTriedAgainSoon() {
    start();
    dcs.now(Fault.REFUSED);
    time.advance(Duration.ofSeconds(4));
    dcs.now(Fault.NONE);
    time.advance(Duration.ofSeconds(1));

    assertThat(told)
        .containsExactly("opened 1 at 0", "failing at 3", "failing at 4", "renewed 1 at 5");
  }

  @Test
  void aLostReplyDoesNotHoldTheNextAttemptUp() {
    start();
    dcs.now(Fault.LOST);
    time.advance(Duration.ofSeconds(4));
    dcs.now(Fault.NONE);
    time.advance(Duration.ofSeconds(2));

    assertThat(told).containsExactly("opened 1 at 0", "renewed 1 at 6");
  }

  @Test
  void aSessionWithoutAKnownRenewalIsLostWhenItsTtlIsOver() {
    start();
    dcs.now(Fault.REFUSED);
    time.advance(Duration.ofSeconds(9));
    assertThat(told).doesNotContain("lost 1 at 9");
    time.advance(Duration.ofSeconds(1));
    dcs.now(Fault.NONE);
    time.advance(Duration.ofSeconds(1));

    assertThat(told).contains("lost 1 at 10").endsWith("opened 2 at 11");
  }

  @Test
  void aSessionThatTheDcsEndsTooEarlyIsReplaced() {
    start();
    dcs.dcs().revoke(current);
    time.advance(RENEW.multipliedBy(2));

    assertThat(told).containsExactly("opened 1 at 0", "opened 2 at 3", "renewed 2 at 6");
  }

  @Test
  void aSessionThatIsNotReplacedWithinASecondIsLost() {
    start();
    dcs.dcs().revoke(current);
    dcs.now(Fault.LATE);
    keeper.renewNow();
    time.advance(Line.DELAY.multipliedBy(2));

    assertThat(told).containsExactly("opened 1 at 0", "lost 1 at 3", "opened 2 at 2");
  }

  @Test
  void whetherTheSessionIsStillThereCanBeFoundOutAtOnce() {
    start();
    dcs.dcs().revoke(current);
    keeper.renewNow();
    time.runDue();

    assertThat(told).containsExactly("opened 1 at 0", "opened 2 at 0");
  }

  @Test
  void oneThatIsBeingReplacedNeedsNoRevoking() {
    start();
    dcs.dcs().revoke(current);
    keeper.renewNow();
    CompletionStage<Void> stopped = keeper.stop(true);
    time.runDue();

    assertThat(stopped).isCompleted();
    assertThat(told).containsExactly("opened 1 at 0");
  }

  @Test
  void aSuspendedMachineFindsItsSessionLost() {
    start();
    time.suspend(Duration.ofSeconds(60));
    time.runDue();

    assertThat(told).startsWith("opened 1 at 0", "lost 1 at 60").contains("opened 2 at 60");
  }

  @Test
  void anotherTtlIsAnotherSession() {
    start();
    keeper.update(Duration.ofSeconds(20), RENEW, RETRY);
    time.runDue();
    time.advance(RENEW);

    assertThat(current.ttl()).hasSeconds(20);
    assertThat(told).contains("opened 2 at 0").endsWith("renewed 2 at 3");
    assertThat(told).doesNotContain("lost 1 at 0");
  }

  @Test
  void anotherPaceKeepsTheSession() {
    start();
    keeper.update(TTL, RETRY, RETRY);
    time.advance(Duration.ofSeconds(2));

    assertThat(told).contains("renewed 1 at 1", "renewed 1 at 2").doesNotContain("opened 2 at 0");
  }

  @Test
  void stoppingMayRevokeAndThenNothingIsHeard() {
    start();
    dcs.commit(Transaction.builder().put("leader", "a", current.id()).build());
    time.runDue();
    CompletionStage<Void> stopped = keeper.stop(true);
    time.runDue();
    int before = told.size();
    time.advance(Duration.ofSeconds(60));

    assertThat(stopped).isCompleted();
    CompletableFuture<Cluster> cluster = dcs.read().toCompletableFuture();
    time.runDue();
    assertThat(cluster.join().isUnlocked()).isTrue();
    assertThat(told).hasSize(before);
  }

  @Test
  void aSessionOpenedForNobodyIsRevoked() {
    dcs.now(Fault.LATE);
    start();
    keeper.stop(false);
    time.advance(Duration.ofSeconds(3));

    CompletableFuture<Void> renewal =
        dcs.dcs().renew(new Dcs.Session(1, TTL)).toCompletableFuture();
    time.runDue();
    assertThat(renewal).isCompletedExceptionally();
    assertThat(told).isEmpty();
  }
}
