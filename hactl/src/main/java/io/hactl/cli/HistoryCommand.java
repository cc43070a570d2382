package io.hactl.cli;

import io.hactl.cli.output.HistoryReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hactl history}. */
@Command(name = "history", description = "Show the failovers and switchovers there were.")
final class HistoryCommand extends Subcommand {

  @Parameters(paramLabel = "CLUSTER", arity = "0..1", description = "The cluster's name.")
  private String scope;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    HistoryReport report = new HistoryReport(cluster(scope).read().history().value());
    terminal().println(report.render(format.format(), terminal().style()));
    return DONE;
  }
}
