package io.hactl.agent.config;

import io.hactl.agent.config.log.LogSettings;
import io.hactl.dcs.cluster.Tags;
import io.hactl.dcs.etcd.EtcdSettings;

/**
 * Everything the agent is told by its own settings; the dynamic configuration is laid under or over
 * it where it is used.
 *
 * @param scope the cluster's name
 * @param name this member's name, unique in the cluster
 * @param namespace where clusters are kept in the DCS; starts and ends with a slash
 */
public record AgentSettings(
    String scope,
    String name,
    String namespace,
    RestApiSettings restApi,
    EtcdSettings etcd,
    BootstrapSettings bootstrap,
    PostgresqlSettings postgresql,
    GuardSettings guard,
    WatchdogSettings watchdog,
    HealthSettings health,
    Tags tags,
    LogSettings log,
    CtlSettings ctl) {}
