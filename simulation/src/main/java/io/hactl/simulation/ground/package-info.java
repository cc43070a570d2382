/**
 * What everything in a run stands on, and the witness who is told what happens. Enters: what every
 * package above needs, and nothing that acts.
 */
package io.hactl.simulation.ground;
