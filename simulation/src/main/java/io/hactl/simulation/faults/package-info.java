/**
 * What is done to a world: by nature, and by operators at the worst of times. Knows no invariant.
 */
package io.hactl.simulation.faults;
