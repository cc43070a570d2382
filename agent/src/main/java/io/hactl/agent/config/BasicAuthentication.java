package io.hactl.agent.config;

import io.hactl.settings.Secret;

/** HTTP basic authentication. */
public record BasicAuthentication(String username, Secret password) {}
