package io.hactl.agent.config;

import io.hactl.settings.Secret;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The section {@code ctl}: how to speak to other members' APIs.
 *
 * @param insecure whether to accept any server certificate
 * @param cacert who signs the servers' certificates, PEM; {@code restapi.cafile} if not set
 * @param certfile client certificate, PEM
 * @param keyfile its key, PEM
 * @param keyfilePassword what {@code keyfile} is encrypted with
 * @param authentication {@code restapi.authentication} if not set
 */
public record CtlSettings(
    boolean insecure,
    Optional<Path> cacert,
    Optional<Path> certfile,
    Optional<Path> keyfile,
    Optional<Secret> keyfilePassword,
    Optional<BasicAuthentication> authentication) {}
