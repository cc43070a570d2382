package io.hactl.core.given;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.Purpose;
import io.hactl.core.reason.Reason;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.Transaction.Change;
import io.hactl.dcs.Transaction.Condition;
import io.hactl.dcs.cluster.Lsn;
import java.util.List;
import java.util.Optional;

/** A decision, and what tests say of it. */
public record Outcome(Decision decision) {

  /** The kind of reason, whatever its data. */
  public Outcome because(Class<? extends Reason> kind) {
    assertThat(decision.reason()).as("%s", decision).isInstanceOf(kind);
    return this;
  }

  public Outcome because(Reason reason) {
    assertThat(decision.reason()).as("%s", decision).isEqualTo(reason);
    return this;
  }

  public Outcome runs(PostgresTask task) {
    assertThat(task()).contains(task);
    return this;
  }

  public <T extends PostgresTask> T runsA(Class<T> type) {
    assertThat(task()).as("%s", decision).isPresent().get().isInstanceOf(type);
    return type.cast(task().orElseThrow());
  }

  public Outcome runsNothing() {
    assertThat(task()).as("%s", decision).isEmpty();
    return this;
  }

  public Optional<PostgresTask> task() {
    return decision.actions().stream()
        .filter(Action.Run.class::isInstance)
        .map(a -> ((Action.Run) a).task())
        .findFirst();
  }

  public Outcome commits(Purpose purpose, Transaction.Builder transaction) {
    assertThat(commit(purpose)).as("%s", decision).contains(transaction.build());
    return this;
  }

  /** The lease goes, and everybody learns at once how far the server wrote and that it stopped. */
  public Outcome releasesAt(Lsn end) {
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

  public Outcome commitsNo(Purpose... purposes) {
    for (Purpose purpose : purposes) {
      assertThat(commit(purpose)).as("%s", decision).isEmpty();
    }
    return this;
  }

  public Optional<Transaction> commit(Purpose purpose) {
    return decision.actions().stream()
        .filter(a -> a instanceof Action.Commit c && c.purpose() == purpose)
        .map(a -> ((Action.Commit) a).transaction())
        .findFirst();
  }

  public List<Condition> conditions(Purpose purpose) {
    return commit(purpose).orElseThrow().conditions();
  }

  public List<Change> changes(Purpose purpose) {
    return commit(purpose).orElseThrow().changes();
  }

  public Outcome does(Action... actions) {
    assertThat(decision.actions()).contains(actions);
    return this;
  }

  public Outcome asks(String... members) {
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

  public Outcome asksNobody() {
    assertThat(decision.actions()).noneMatch(Action.AskPeers.class::isInstance);
    return this;
  }
}
