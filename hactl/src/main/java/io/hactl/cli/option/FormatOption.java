package io.hactl.cli.option;

import io.hactl.cli.output.OutputFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --format}, for commands that print a table. */
public final class FormatOption {

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "pretty",
      converter = Converter.class,
      description = "pretty (or table), tsv, json, yaml (or yml).")
  private OutputFormat format;

  /** What was chosen. */
  public OutputFormat format() {
    return format;
  }

  /** Reads the name of a format. */
  static final class Converter implements ITypeConverter<OutputFormat> {
    @Override
    public OutputFormat convert(String value) {
      try {
        return OutputFormat.of(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
