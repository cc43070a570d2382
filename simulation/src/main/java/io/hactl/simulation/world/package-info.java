/** All nodes, the store and the clients of one run. Enters: what belongs to no single node. */
package io.hactl.simulation.world;
