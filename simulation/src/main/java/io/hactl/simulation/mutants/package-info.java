/**
 * Planted bugs: what is falsified between one agent's parts. Enters: changes to observations,
 * decisions and events; a bug in the surroundings is where the surroundings are.
 */
package io.hactl.simulation.mutants;
