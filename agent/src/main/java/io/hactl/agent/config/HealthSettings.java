package io.hactl.agent.config;

import java.time.Duration;

/**
 * The section {@code health}: what counts as wrong with this node.
 *
 * @param on whether the storage and the REST API are looked at
 * @param minFreeSpace bytes that the file systems of the data need; 0: space does not matter
 * @param ioDeadline how long a small write may take
 * @param serverDeadline how long a server that was up may give no answer
 * @param apiDeadline how long the REST API may give no answer before it is opened anew, and again
 *     before that counts as failed
 */
public record HealthSettings(
    boolean on,
    long minFreeSpace,
    Duration ioDeadline,
    Duration serverDeadline,
    Duration apiDeadline) {}
