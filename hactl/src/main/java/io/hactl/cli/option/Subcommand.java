package io.hactl.cli.option;

import io.hactl.cli.cluster.ClusterHandle;
import io.hactl.cli.connect.ClusterAccess;
import io.hactl.cli.terminal.CliException;
import io.hactl.cli.terminal.Prompts;
import io.hactl.cli.terminal.Terminal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ParentCommand;

/** What all commands have in common. */
public abstract class Subcommand implements Callable<Integer> {

  @ParentCommand private GlobalOptions root;

  /** The environment variables. */
  protected final Map<String, String> environment() {
    return root.environment();
  }

  /** Where the command prints. */
  protected final Terminal terminal() {
    return root.terminal();
  }

  /** What the operator is asked with. */
  protected final Prompts prompts() {
    return new Prompts(terminal());
  }

  /**
   * Opens one cluster.
   *
   * @param scope its name; null: the one in the settings
   */
  protected final ClusterHandle cluster(String scope) {
    ClusterAccess access = root.access();
    String name = scope == null ? defaultScope(access) : scope;
    return new ClusterHandle(name, access.dcs(name), access.agents());
  }

  /**
   * Opens several clusters.
   *
   * @param scopes their names; empty: the one in the settings
   */
  protected final List<ClusterHandle> clusters(List<String> scopes) {
    return scopes.isEmpty() ? List.of(cluster(null)) : scopes.stream().map(this::cluster).toList();
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
}
