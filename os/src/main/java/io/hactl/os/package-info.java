/**
 * What only the operating system knows or does: the boot clock, processes, signals, devices, writes
 * that reach the disk. Nothing here knows of PostgreSQL, of settings or of the agent.
 */
package io.hactl.os;
