package io.hactl.cli.connect;

import java.util.Optional;

/**
 * What the operator said about where the cluster is.
 *
 * @param configFile settings to read instead of looking for some
 * @param dcsUrl overrides the settings' DCS, and their namespace if it has one
 * @param insecure whether to trust any certificate of a REST API
 */
public record ConnectOptions(
    Optional<String> configFile, Optional<String> dcsUrl, boolean insecure) {}
