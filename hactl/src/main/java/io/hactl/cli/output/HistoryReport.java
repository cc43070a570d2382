package io.hactl.cli.output;

import io.hactl.cli.terminal.Style;
import io.hactl.cli.terminal.Style.Tone;
import io.hactl.dcs.cluster.TimelineHistory;
import io.hactl.text.IsoTime;
import java.util.List;

/** The ends of the cluster's timelines, as {@code history} shows them. */
public final class HistoryReport {

  private static final List<String> COLUMNS =
      List.of("TL", "LSN", "Reason", "Timestamp", "New Leader");

  private final Report report;

  /** A report of these timelines. */
  public HistoryReport(TimelineHistory history) {
    this.report =
        new Report(
            COLUMNS,
            history.entries().stream()
                .map(
                    entry ->
                        List.<Object>of(
                            entry.timeline(),
                            entry.switchLsn().bytes(),
                            entry.reason(),
                            entry.time().map(IsoTime::format).orElse(""),
                            entry.newLeader().orElse("")))
                .toList());
  }

  /** The report without a line end. */
  public String render(OutputFormat format, Style style) {
    return switch (format) {
      case PRETTY -> report.table("", false, style, (column, value) -> Tone.NONE);
      case TSV -> report.tsv();
      case JSON -> JsonOutput.write(report.objects(false));
      case YAML -> YamlText.block(report.objects(false));
    };
  }
}
