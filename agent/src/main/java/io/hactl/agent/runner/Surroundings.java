package io.hactl.agent.runner;

import io.hactl.agent.port.ConfigCache;
import io.hactl.agent.port.Fence;
import io.hactl.agent.port.Health;
import io.hactl.agent.port.Peers;
import io.hactl.agent.port.PostgresControl;
import io.hactl.agent.port.RoleCallbacks;
import io.hactl.dcs.Dcs;
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
