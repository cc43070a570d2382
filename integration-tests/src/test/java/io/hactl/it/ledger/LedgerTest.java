package io.hactl.it.ledger;

import io.hactl.it.cluster.Node;
import io.hactl.it.cluster.TestCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/**
 * Something happens to a leader while every node is written to; whatever it is, only the elected
 * acknowledge.
 */
public abstract class LedgerTest {

  private final TestCluster all;

  /** Who leads when the test begins. */
  protected Node old;

  protected Ledger ledger;

  protected LedgerTest(TestCluster all) {
    this.all = all;
  }

  @BeforeEach
  protected void everyNodeIsWellAndEachIsWrittenTo() throws Exception {
    all.heal();
    old = all.primary();
    ledger = Ledger.start(all);
  }

  @AfterEach
  protected void onlyTheElectedAcknowledged(TestInfo test) {
    ledger.close();
    ledger.assertOnlyTheElectedAcknowledged(test);
  }
}
