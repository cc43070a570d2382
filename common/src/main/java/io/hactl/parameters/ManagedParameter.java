package io.hactl.parameters;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * A server parameter that hactl manages: an agent's own settings cannot change it.
 *
 * @param setBy who says what it is
 * @param defaultValue what it is if nobody does, or if what they say is not valid; empty text for
 *     one that this node sets
 * @param valid what it may be
 * @param rule the same in words, after 'has to be'
 * @param onCommandLine whether it is an argument of the server as well, where {@code ALTER SYSTEM}
 *     cannot override it
 * @param floor what pg_controldata calls the primary's value, less of which lets a standby not
 *     replay
 */
public record ManagedParameter(
    String name,
    SetBy setBy,
    String defaultValue,
    Predicate<String> valid,
    String rule,
    boolean onCommandLine,
    Optional<String> floor) {

  /** Who says what a parameter is. */
  public enum SetBy {
    /** The dynamic configuration, for all members. */
    CLUSTER,
    /** The node's place: where it listens, and what its cluster is called. */
    NODE
  }
}
