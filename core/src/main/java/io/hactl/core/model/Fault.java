package io.hactl.core.model;

import io.hactl.dcs.cluster.FaultKind;
import io.hactl.time.Tick;
import java.util.Optional;

/**
 * Something that is wrong with this node though its agent works.
 *
 * @param message what, where, in one sentence without a full stop; as it was when the fault began
 * @param since when the fault was found
 * @param goneSince since when nothing of it is measured any more; the fault counts until that has
 *     been so for a while
 */
public record Fault(FaultKind kind, String message, Tick since, Optional<Tick> goneSince) {

  /** Whether it can be measured now, and has not only recently gone. */
  public boolean isPresent() {
    return goneSince.isEmpty();
  }
}
