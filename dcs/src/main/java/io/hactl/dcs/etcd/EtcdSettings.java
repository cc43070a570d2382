package io.hactl.dcs.etcd;

import io.hactl.settings.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to reach etcd.
 *
 * @param endpoints {@code host:port}, at least one
 * @param tls whether to speak TLS
 * @param caCertificate PEM; empty: the system's
 * @param certificate client certificate, PEM
 * @param key the client certificate's key, PEM
 * @param discover whether to replace the endpoints by those of etcd's own member list; off where
 *     the endpoints are proxies
 * @param callTimeout the longest one call may take
 */
public record EtcdSettings(
    List<String> endpoints,
    boolean tls,
    Optional<Path> caCertificate,
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<String> username,
    Optional<Secret> password,
    boolean discover,
    Duration callTimeout) {

  public EtcdSettings {
    endpoints = List.copyOf(endpoints);
  }
}
