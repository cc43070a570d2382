/** What must never be, and what must be in the end. Looks at a world and changes nothing in it. */
package io.hactl.simulation.invariants;
