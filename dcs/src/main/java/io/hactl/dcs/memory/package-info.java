/** The store in memory, for tests and trials: the same contract, no second process. */
package io.hactl.dcs.memory;
