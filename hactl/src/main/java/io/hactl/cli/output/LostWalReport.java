package io.hactl.cli.output;

import io.hactl.cli.terminal.Style;
import io.hactl.cli.terminal.Style.Tone;
import io.hactl.dcs.cluster.LostWal;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.text.IsoTime;
import java.util.List;

/** WAL that members had written and the history does not have, as {@code history} shows it. */
public final class LostWalReport {

  private static final List<String> COLUMNS =
      List.of("Member", "TL", "From", "To", "Bytes", "Data", "Kept in", "Timestamp");

  private final Report report;

  /** A report of these pieces of WAL. */
  public LostWalReport(List<LostWal> lost) {
    this.report = new Report(COLUMNS, lost.stream().map(LostWalReport::row).toList());
  }

  private static List<Object> row(LostWal lost) {
    return List.of(
        lost.member(),
        lost.timeline(),
        lost.from().map(Lsn::toString).orElse("unknown"),
        lost.to() + (lost.exact() ? "" : " or later"),
        lost.bytes().<Object>map(bytes -> bytes).orElse("unknown"),
        lost.how().text(),
        lost.directory().orElse(""),
        IsoTime.format(lost.time()));
  }

  /** The report without a line end. */
  public String render(OutputFormat format, Style style) {
    return switch (format) {
      case PRETTY -> report.table(" Lost WAL ", false, style, (column, value) -> Tone.NONE);
      case TSV -> report.tsv();
      case JSON -> JsonOutput.write(report.objects(false));
      case YAML -> YamlText.block(report.objects(false));
    };
  }
}
