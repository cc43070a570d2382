/** How far WAL goes: branches and positions on them, in truth and as PostgreSQL can see it. */
package io.hactl.simulation.wal;
