package io.hactl.cli.command;

import io.hactl.cli.cluster.ClusterHandle;
import io.hactl.cli.option.FormatOption;
import io.hactl.cli.option.Subcommand;
import io.hactl.cli.option.WatchOption;
import io.hactl.cli.output.MembersReport;
import io.hactl.cli.output.OutputFormat;
import io.hactl.cli.output.WallClock;
import io.hactl.cli.terminal.ExitCode;
import io.hactl.text.IsoTime;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl list}. */
@Command(name = "list", description = "List the members of a cluster.")
public final class ListCommand extends Subcommand {

  @Parameters(paramLabel = "CLUSTER", arity = "0..*", description = "The clusters to list.")
  private List<String> scopes = new ArrayList<>();

  @Option(
      names = {"-e", "--extended"},
      description = "Show every column, also the empty ones.")
  private boolean extended;

  @Option(
      names = {"-t", "--timestamp"},
      description = "Print the time first.")
  private boolean timestamp;

  @Mixin private FormatOption format;

  @Mixin private WatchOption watch;

  @Override
  public Integer call() {
    OutputFormat chosen = format.format();
    List<ClusterHandle> clusters = clusters(scopes);
    watch.run(
        terminal(),
        () -> {
          List<String> parts = new ArrayList<>();
          if (timestamp) {
            parts.add(IsoTime.seconds(WallClock.now()));
          }
          for (ClusterHandle cluster : clusters) {
            parts.add(
                new MembersReport(cluster.scope(), cluster.read(), extended)
                    .render(chosen, terminal().style()));
          }
          return String.join("\n", parts);
        });
    return ExitCode.DONE;
  }
}
