package io.hactl.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.Transaction.Change;
import io.hactl.dcs.Transaction.Condition;
import io.hactl.dcs.cluster.Lsn;
import java.util.List;
import java.util.Optional;

/** A decision, and what tests say of it. */
record Outcome(Decision decision) {

  Outcome because(Reason.Kind kind) {
    assertThat(decision.reason().kind()).as("%s", decision).isEqualTo(kind);
    return this;
  }

  Outcome saying(String text) {
    assertThat(decision.reason().toString()).contains(text);
    return this;
  }

  Outcome runs(PostgresTask task) {
    assertThat(task()).contains(task);
    return this;
  }

  <T extends PostgresTask> T runsA(Class<T> type) {
    assertThat(task()).as("%s", decision).isPresent().get().isInstanceOf(type);
    return type.cast(task().orElseThrow());
  }

  Outcome runsNothing() {
    assertThat(task()).as("%s", decision).isEmpty();
    return this;
  }

  Optional<PostgresTask> task() {
    return decision.actions().stream()
        .filter(Action.Run.class::isInstance)
        .map(a -> ((Action.Run) a).task())
        .findFirst();
  }

  Outcome commits(Purpose purpose, Transaction.Builder transaction) {
    assertThat(commit(purpose)).as("%s", decision).contains(transaction.build());
    return this;
  }

  /** The lease goes, and everybody learns at once how far the server wrote and that it stopped. */
  Outcome releasesAt(Lsn end) {
    Transaction tx = commit(Purpose.LEADER).orElseThrow();
    assertThat(tx.conditions())
        .containsExactly(new Transaction.Condition(Keys.LEADER, Given.LEADER_AT));
    assertThat(tx.changes())
        .contains(
            new Transaction.Delete(Keys.LEADER),
            new Transaction.Put(Keys.STATUS, "{\"optime\":" + end.bytes() + "}", 0))
        .hasSize(3);
    Transaction.Put member = (Transaction.Put) tx.changes().getLast();
    assertThat(member.key()).isEqualTo(Keys.member("a"));
    assertThat(member.value()).contains("\"state\":\"stopped\"");
    assertThat(member.leaseId()).isEqualTo(Cast.SESSION);
    return this;
  }

  Outcome commitsNo(Purpose... purposes) {
    for (Purpose purpose : purposes) {
      assertThat(commit(purpose)).as("%s", decision).isEmpty();
    }
    return this;
  }

  Optional<Transaction> commit(Purpose purpose) {
    return decision.actions().stream()
        .filter(a -> a instanceof Action.Commit c && c.purpose() == purpose)
        .map(a -> ((Action.Commit) a).transaction())
        .findFirst();
  }

  List<Condition> conditions(Purpose purpose) {
    return commit(purpose).orElseThrow().conditions();
  }

  List<Change> changes(Purpose purpose) {
    return commit(purpose).orElseThrow().changes();
  }

  Outcome does(Action... actions) {
    assertThat(decision.actions()).contains(actions);
    return this;
  }

  Outcome asks(String... members) {
    assertThat(decision.actions())
        .as("%s", decision)
        .anySatisfy(
            a ->
                assertThat(a)
                    .isInstanceOfSatisfying(
                        Action.AskPeers.class,
                        ask -> assertThat(ask.apiUrls()).containsOnlyKeys(members)));
    return this;
  }

  Outcome asksNobody() {
    assertThat(decision.actions()).noneMatch(Action.AskPeers.class::isInstance);
    return this;
  }
}
