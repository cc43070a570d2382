package io.hactl.runner;

import io.hactl.dcs.Dcs;
import io.hactl.port.ConfigCache;
import io.hactl.port.Fence;
import io.hactl.port.Health;
import io.hactl.port.Peers;
import io.hactl.port.PostgresControl;
import io.hactl.port.RoleCallbacks;
import io.hactl.time.TimeSource;
import io.hactl.time.Timers;

/**
 * Everything the loop acts on. A simulation replaces all of it.
 *
 * @param timers run on the loop's own thread or only post events
 */
public record Surroundings(
    TimeSource time,
    Timers timers,
    Dcs dcs,
    PostgresControl postgres,
    Peers peers,
    ConfigCache configCache,
    RoleCallbacks callbacks,
    Fence fence,
    Health health) {}
