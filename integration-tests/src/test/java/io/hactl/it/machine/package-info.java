/**
 * Processes, users, signals, ports, clocks, networks and disks of this machine, and waiting for
 * things.
 */
package io.hactl.it.machine;
