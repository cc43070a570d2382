package io.hactl.agent.config.read;

import io.hactl.settings.HostPort;
import io.hactl.settings.keys.Section;
import io.hactl.settings.keys.Setting;
import java.util.Optional;

/** Reads the address by which others reach what listens here. */
final class Addresses {

  private Addresses() {}

  /**
   * The {@code connect_address}; {@code listen} if not set, as long as others can connect to that.
   *
   * @param listen what is listened at, with the port that counts where the address names none
   */
  static HostPort connect(
      Section root, Setting<String> setting, Setting<?> listenSetting, HostPort listen) {
    Optional<HostPort> address =
        root.find(setting).flatMap(text -> HostPort.parse(text, listen.port()));
    if (!root.has(setting) && root.has(listenSetting) && listen.isWildcard()) {
      root.error(setting, "is missing", "set it to the address by which others reach this one");
    }
    if (address.filter(HostPort::isWildcard).isPresent()) {
      root.error(
          setting,
          "stands for every address, which nobody can connect to",
          "set it to the address by which others reach this one");
    }
    return address.orElse(listen);
  }
}
