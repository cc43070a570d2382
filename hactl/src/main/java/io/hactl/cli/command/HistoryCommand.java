package io.hactl.cli.command;

import io.hactl.cli.option.FormatOption;
import io.hactl.cli.option.Subcommand;
import io.hactl.cli.output.HistoryReport;
import io.hactl.cli.output.LostWalReport;
import io.hactl.cli.output.OutputFormat;
import io.hactl.cli.terminal.ExitCode;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.LostWal;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl history}. */
@Command(name = "history", description = "Show the failovers and switchovers there were.")
public final class HistoryCommand extends Subcommand {

  @Parameters(paramLabel = "CLUSTER", arity = "0..1", description = "The cluster's name.")
  private String scope;

  @Option(
      names = "--lost",
      description = "Show the WAL that members had and the history does not have, alone.")
  private boolean lost;

  @Mixin private FormatOption format;

  /** Lost WAL is shown to people only: programs read the history alone, as it always was. */
  @Override
  public Integer call() {
    Cluster cluster = cluster(scope).read();
    List<LostWal> lostWal = cluster.lostWal().value();
    if (!lost) {
      HistoryReport report = new HistoryReport(cluster.history().value());
      terminal().println(report.render(format.format(), terminal().style()));
    }
    if (lost || (format.format() == OutputFormat.PRETTY && !lostWal.isEmpty())) {
      LostWalReport report = new LostWalReport(lostWal);
      terminal().println(report.render(format.format(), terminal().style()));
    }
    return ExitCode.DONE;
  }
}
