package io.hactl.it;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/**
 * Something happens to a leader while every node is written to; whatever it is, only the elected
 * acknowledge.
 */
abstract class LedgerTest {

  private final TestCluster all;

  /** Who leads when the test begins. */
  Node old;

  Ledger ledger;

  LedgerTest(TestCluster all) {
    this.all = all;
  }

  @BeforeEach
  void everyNodeIsWellAndEachIsWrittenTo() throws Exception {
    all.heal();
    old = all.primary();
    ledger = Ledger.start(all);
  }

  @AfterEach
  void onlyTheElectedAcknowledged(TestInfo test) {
    ledger.close();
    ledger.assertOnlyTheElectedAcknowledged(test);
  }
}
