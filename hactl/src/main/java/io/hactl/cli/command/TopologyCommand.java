package io.hactl.cli.command;

import io.hactl.cli.cluster.ClusterHandle;
import io.hactl.cli.option.Subcommand;
import io.hactl.cli.option.WatchOption;
import io.hactl.cli.output.MembersReport;
import io.hactl.cli.terminal.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hactl topology}. */
@Command(name = "topology", description = "Show who replicates from whom, as a tree.")
public final class TopologyCommand extends Subcommand {

  @Parameters(paramLabel = "CLUSTER", arity = "0..*", description = "The clusters to show.")
  private List<String> scopes = new ArrayList<>();

  @Mixin private WatchOption watch;

  @Override
  public Integer call() {
    List<ClusterHandle> clusters = clusters(scopes);
    watch.run(
        terminal(),
        () ->
            clusters.stream()
                .map(
                    cluster ->
                        new MembersReport(cluster.scope(), cluster.read(), false)
                            .renderTopology(terminal().style()))
                .collect(Collectors.joining("\n")));
    return ExitCode.DONE;
  }
}
