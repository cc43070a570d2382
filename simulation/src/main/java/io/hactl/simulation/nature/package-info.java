/**
 * Time, chance, the network, and the trace of what happens. Enters: what a run draws from its seed
 * or orders by its clock, whatever is simulated with it. Knows nothing else of the simulation.
 */
package io.hactl.simulation.nature;
