package io.hactl.cli.option;

import io.hactl.cli.connect.ClusterAccess;
import io.hactl.cli.connect.ConnectOptions;
import io.hactl.cli.terminal.Terminal;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has, and what they lead to. */
public abstract class GlobalOptions {

  /** Opens what the options and the environment lead to. */
  public interface AccessFactory {
    ClusterAccess open(ConnectOptions options, Map<String, String> environment);
  }

  @Option(
      names = {"-c", "--config-file"},
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Settings to find the cluster by: the agent's, or a patronictl.yaml.")
  private String configFile;

  @Option(
      names = {"-d", "--dcs-url", "--dcs"},
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "Where the DCS is: etcd3://host:port[,host:port][/namespace].")
  private String dcsUrl;

  @Option(
      names = {"-k", "--insecure"},
      scope = ScopeType.INHERIT,
      description = "Do not verify the certificates of the members' REST APIs.")
  private boolean insecure;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  private final Terminal terminal;
  private final Map<String, String> environment;
  private final AccessFactory connect;
  private ClusterAccess access;

  /**
   * Options that are yet to be read.
   *
   * @param connect opens what they lead to, once
   */
  protected GlobalOptions(
      Terminal terminal, Map<String, String> environment, AccessFactory connect) {
    this.terminal = terminal;
    this.environment = Map.copyOf(environment);
    this.connect = connect;
  }

  /** Where the command prints and asks. */
  public final Terminal terminal() {
    return terminal;
  }

  /** The environment variables. */
  public final Map<String, String> environment() {
    return environment;
  }

  /** The settings, read when a command first needs them. */
  public final ClusterAccess access() {
    if (access == null) {
      ConnectOptions options =
          new ConnectOptions(
              Optional.ofNullable(configFile)
                  .or(() -> variable("HACTL_CONFIG_FILE"))
                  .or(() -> variable("PATRONICTL_CONFIG_FILE")),
              Optional.ofNullable(dcsUrl).or(() -> variable("DCS_URL")),
              insecure);
      access = connect.open(options, environment);
    }
    return access;
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
