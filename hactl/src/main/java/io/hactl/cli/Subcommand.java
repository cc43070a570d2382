package io.hactl.cli;

import io.hactl.cli.connect.ClusterAccess;
import io.hactl.cli.terminal.CliException;
import io.hactl.cli.terminal.Prompts;
import io.hactl.cli.terminal.Terminal;
import io.hactl.text.IsoTime;
import java.time.OffsetDateTime;
import java.util.concurrent.Callable;
import picocli.CommandLine.ParentCommand;

/** What all commands have in common. */
abstract class Subcommand implements Callable<Integer> {

  static final int DONE = 0;

  @ParentCommand private HactlCommand root;

  final HactlCommand root() {
    return root;
  }

  final Terminal terminal() {
    return root.terminal();
  }

  final Prompts prompts() {
    return new Prompts(terminal());
  }

  /**
   * Opens one cluster.
   *
   * @param scope its name; null: the one in the settings
   */
  final ClusterHandle cluster(String scope) {
    ClusterAccess access = root.access();
    String name = scope == null ? defaultScope(access) : scope;
    return new ClusterHandle(name, access.dcs(name), access.agents());
  }

  private static String defaultScope(ClusterAccess access) {
    return access
        .defaultScope()
        .orElseThrow(
            () ->
                CliException.wrongUsage(
                    "Missing the name of the cluster: the settings have no 'scope', so it has to"
                        + " stand on the command line"));
  }

  /** Now, with this machine's offset. */
  static OffsetDateTime now() {
    return OffsetDateTime.now();
  }

  /** What a message about something that happened just now starts with. */
  static String timestamp() {
    return IsoTime.message(now());
  }
}
