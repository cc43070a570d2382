/**
 * The run on top: one seed's world, faults and invariants, and the command that runs many. The
 * arrows go down: {@code nature} and {@code wal}, {@code setting}, {@code ground}; {@code dcs},
 * {@code postgres}, {@code mutants}; {@code node}; {@code world}; {@code faults} and {@code
 * invariants}, which do not know one another.
 */
package io.hactl.simulation;
