package io.hactl.agent.config;

import java.util.Optional;

/** A long option of a PostgreSQL program. */
public record CommandOption(String name, Optional<String> value) {

  /** {@code --name} or {@code --name=value}. */
  public String argument() {
    return "--" + name + value.map(text -> "=" + text).orElse("");
  }
}
