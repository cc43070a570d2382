package io.hactl.dcs.cluster;

/**
 * Who holds the leader key.
 *
 * @param name the member's name, the bare text of the key
 * @param leaseId the session that the key lives on
 * @param modRevision the revision at which the key was written; whoever wrote it proves ownership
 *     with it
 */
public record Leader(String name, long leaseId, long modRevision) {}
