/**
 * A node: the machine with its agent, its guard, what it measures of itself and asks of the others.
 */
package io.hactl.simulation.node;
