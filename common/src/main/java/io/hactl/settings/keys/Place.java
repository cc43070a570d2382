package io.hactl.settings.keys;

/** Where a setting may stand. */
public enum Place {
  /** The settings of one agent: a file, and variables over it. */
  LOCAL,
  /** The dynamic configuration of the cluster, in the DCS. */
  DYNAMIC
}
