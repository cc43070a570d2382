package io.hactl.simulation;

/** Bugs planted on purpose: a simulation that does not find them proves nothing. */
enum Mutation {
  NONE,
  GUARD_OFF,
  GUARD_WITHOUT_MARGIN;

  boolean keepsGuard() {
    return this != GUARD_OFF;
  }
}
