/**
 * What a run is about: its settings, as the seed draws them, and the bug that was planted. Enters:
 * data that is fixed before anything happens.
 */
package io.hactl.simulation.setting;
