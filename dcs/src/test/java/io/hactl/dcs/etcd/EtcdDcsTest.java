package io.hactl.dcs.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsContract;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EtcdDcsTest extends DcsContract {

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);
  private static final AtomicInteger SCOPES = new AtomicInteger();
  private static EtcdProcess etcd;

  private final String prefix = Keys.prefix("service", "test" + SCOPES.incrementAndGet());

  @BeforeAll
  static void startEtcd() {
    etcd = EtcdProcess.start();
  }

  /** A key that went later, with its lease, would be a change in the midst of the next test. */
  @AfterEach
  void leaveNoKeyOnALease() {
    etcd.etcdctl("del", "--prefix", prefix);
  }

  @AfterAll
  static void stopEtcd() {
    etcd.close();
  }

  @Override
  protected Dcs connect() {
    return EtcdDcs.connect(etcd.settings(CALL_TIMEOUT), prefix);
  }

  @Override
  protected Duration tick() {
    Duration step = Duration.ofMillis(10);
    LockSupport.parkNanos(step.toNanos());
    return step;
  }

  /** A killed etcd whose history is compacted before the watch is back: it starts elsewhere. */
  @Override
  protected void breakWatches(Runnable whileAway) {
    etcd.restart();
    whileAway.run();
    etcd.etcdctl("compact", String.valueOf(get(client().read()).revision()));
  }

  private Dcs client(List<String> endpoints, boolean discover) {
    return EtcdDcs.connect(
        new EtcdSettings(
            endpoints,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            discover,
            CALL_TIMEOUT),
        prefix);
  }

  @Test
  void aCallRidesOutARestartOfEtcd() {
    Dcs dcs = client();
    Dcs.Session session = get(dcs.openSession(Duration.ofSeconds(30)));
    get(dcs.commit(put("initialize", "1")));
    etcd.kill();
    CompletionStage<Void> renewal = dcs.renew(session);

    etcd.restart();

    get(renewal);
    assertThat(get(dcs.read()).initialize().value()).isEqualTo("1");
    get(dcs.commit(put("initialize", "2")));
  }

  @Test
  void withEtcdDownEveryCallIsRetryableInTime() {
    try (Dcs dcs = client(List.of("127.0.0.1:" + EtcdProcess.freePort()), true)) {
      long start = System.nanoTime();

      assertThat(failure(dcs.read())).isInstanceOf(DcsFailure.Retryable.class);
      assertThat(failure(dcs.commit(put("initialize", "1"))))
          .isInstanceOf(DcsFailure.Retryable.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("without a limit of its own a call would go on trying for minutes")
          .isLessThan(CALL_TIMEOUT.multipliedBy(2).plusSeconds(10));
    }
  }

  /** A call may be given up before it is known why there is no connection. */
  @Test
  void withEtcdDownTheFailureSaysWhy() {
    try (Dcs dcs = client(List.of("127.0.0.1:" + EtcdProcess.freePort()), true)) {
      await(() -> failure(dcs.read()).message().contains("Connection refused"));
    }
  }

  @Test
  void aDeadEndpointIsPassedOver() {
    String dead = "127.0.0.1:" + EtcdProcess.freePort();
    try (Dcs dcs = client(List.of(dead, etcd.endpoint()), false)) {
      Recorder recorder = new Recorder();
      dcs.watch(recorder);
      Dcs.Session session = get(dcs.openSession(Duration.ofSeconds(5)));

      get(dcs.commit(put("initialize", "1")));
      get(dcs.renew(session));

      await(() -> !recorder.seen.isEmpty() && recorder.last().initialize().exists());
    }
  }

  @Test
  void anEndpointThatStopsAnsweringIsLeft() {
    try (EtcdProcess silent = EtcdProcess.start();
        Dcs dcs = client(List.of(silent.endpoint(), etcd.endpoint()), false)) {
      Recorder recorder = new Recorder();
      dcs.watch(recorder);
      get(dcs.commit(put("initialize", "silent")));
      await(() -> !recorder.seen.isEmpty() && recorder.last().initialize().exists());
      get(client().commit(put("initialize", "other")));

      silent.pause();

      assertThat(get(dcs.read()).initialize().value()).isEqualTo("other");
      await(() -> recorder.last().initialize().value().equals("other"));
      assertThat(recorder.failures).hasSize(1);
      silent.resume();
    }
  }

  @Test
  void theEndpointsAreDiscovered() {
    String dead = "127.0.0.1:" + EtcdProcess.freePort();
    try (Dcs dcs = client(List.of(dead, "localhost:" + etcd.endpoint().split(":")[1]), true)) {
      get(dcs.commit(put("initialize", "1")));
      assertThat(get(dcs.read()).initialize().value()).isEqualTo("1");
    }
  }

  @Test
  void aCommitThatEtcdDoesNotAnswerIsRetryable() {
    Dcs dcs = client();
    get(dcs.read());
    etcd.pause();
    try {
      DcsFailure failure = failure(dcs.commit(put("leader", "a")));

      assertThat(failure).isInstanceOf(DcsFailure.Retryable.class);
      assertThat(failure.message()).contains("gave no answer in time");
    } finally {
      etcd.resume();
    }
    get(dcs.read());
  }

  @Test
  void aCommitWhoseReplyIsLostIsRetryableAndNeverAConflict() {
    try (DeafProxy proxy = DeafProxy.to(etcd.endpoint());
        Dcs dcs = client(List.of(proxy.endpoint(), etcd.endpoint()), false)) {
      get(dcs.read());
      proxy.dropReplies();

      DcsFailure failure =
          failure(dcs.commit(Transaction.builder().ifAbsent("leader").put("leader", "a").build()));

      assertThat(failure).isInstanceOf(DcsFailure.Retryable.class);
      assertThat(get(client().read()).isLeader("a")).isTrue();
      assertThat(get(dcs.read()).isLeader("a")).isTrue();
    }
  }

  @Test
  void aRenewalGoesToAnotherEndpointWhenOneFallsSilent() {
    try (DeafProxy proxy = DeafProxy.to(etcd.endpoint());
        Dcs dcs = client(List.of(proxy.endpoint(), etcd.endpoint()), false)) {
      Dcs.Session session = get(dcs.openSession(Duration.ofSeconds(30)));
      proxy.dropReplies();

      get(dcs.renew(session));
    }
  }

  @Test
  void aWatchNoticesAFrozenEtcdAndComesBack() {
    Dcs dcs = client();
    Recorder recorder = new Recorder();
    dcs.watch(recorder);
    await(() -> recorder.seen.size() == 1);
    get(dcs.commit(put("initialize", "1")));
    await(() -> recorder.seen.size() == 2);
    etcd.pause();
    try {
      await(() -> !recorder.failures.isEmpty());
    } finally {
      etcd.resume();
    }
    get(client().commit(put("initialize", "2")));
    await(() -> recorder.last().initialize().value().equals("2"));
  }
}
