/** etcd: the store, and one agent's way to it through the network. */
package io.hactl.simulation.dcs;
