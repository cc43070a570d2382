package io.hactl.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.cli.cluster.ClusterHandle;
import io.hactl.cli.edit.ConfigEdits;
import io.hactl.cli.edit.Difference;
import io.hactl.cli.edit.Editor;
import io.hactl.cli.option.Subcommand;
import io.hactl.cli.output.YamlText;
import io.hactl.cli.terminal.CliException;
import io.hactl.cli.terminal.ExitCode;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.RenewalTiming;
import io.hactl.dcs.cluster.Versioned;
import io.hactl.dcs.codec.ClusterCodec;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.settings.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl edit-config}. */
@Command(name = "edit-config", description = "Change the dynamic configuration.")
public final class EditConfigCommand extends Subcommand {

  private static final String STDIN = "-";

  @Parameters(paramLabel = "CLUSTER", arity = "0..1", description = "The cluster's name.")
  private String scope;

  @Option(
      names = {"-q", "--quiet"},
      description = "Do not show the difference.")
  private boolean quiet;

  @Option(
      names = {"-s", "--set"},
      paramLabel = "PATH=VALUE",
      description = "Set a value, null removes it; may be given again.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = {"-p", "--pg"},
      paramLabel = "NAME=VALUE",
      description = "Set a PostgreSQL parameter, null removes it; may be given again.")
  private List<String> parameters = new ArrayList<>();

  @Option(
      names = "--apply",
      paramLabel = "FILE",
      description = "Merge this YAML into the configuration; - is standard input.")
  private String apply;

  @Option(
      names = "--replace",
      paramLabel = "FILE",
      description = "Replace the configuration by this YAML; - is standard input.")
  private String replace;

  @Option(names = "--force", description = "Ask nothing.")
  private boolean force;

  /** The cluster as it was when the command began. */
  private Cluster cluster;

  @Override
  public Integer call() {
    ClusterHandle handle = cluster(scope);
    cluster = handle.read();
    Versioned<DynamicConfig> stored = cluster.config();
    if (!stored.exists()) {
      throw CliException.failed("The config key does not exist in the cluster " + handle.scope());
    }
    DynamicConfig changed = changed(handle.scope(), stored.value());
    if (changed.equals(stored.value())) {
      if (!quiet) {
        terminal().println("Not changed");
      }
      return ExitCode.DONE;
    }
    warnOf(changed, stored.value());
    if (!quiet) {
      Difference.unified(
              YamlText.block(stored.value().tree()),
              YamlText.block(changed.tree()),
              terminal().style())
          .forEach(terminal()::println);
    }
    if (!force && (STDIN.equals(apply) || STDIN.equals(replace))) {
      terminal().println("Use --force option to apply changes");
      return ExitCode.DONE;
    }
    if (force || prompts().confirm("Apply these changes?")) {
      store(handle, stored, changed);
    }
    return ExitCode.DONE;
  }

  private DynamicConfig changed(String name, DynamicConfig stored) {
    boolean byOptions =
        apply != null || replace != null || !settings.isEmpty() || !parameters.isEmpty();
    if (!byOptions) {
      return edited(name, stored);
    }
    DynamicConfig changed = byOptions(stored);
    List<String> problems = problems(changed, stored);
    if (!problems.isEmpty()) {
      throw CliException.failed(String.join("\nError: ", problems));
    }
    return changed;
  }

  private DynamicConfig byOptions(DynamicConfig stored) {
    ObjectNode tree = stored.tree().deepCopy();
    if (replace != null) {
      tree = JsonNodeFactory.instance.objectNode();
      ConfigEdits.merge(tree, mapping(text(replace), replace));
    }
    if (apply != null) {
      ConfigEdits.merge(tree, mapping(text(apply), apply));
    }
    for (String pair : settings) {
      ConfigEdits.set(tree, pair);
    }
    for (String pair : parameters) {
      ConfigEdits.setParameter(tree, pair);
    }
    // Through text: numbers are to have the types that they have when read from the DCS.
    return DynamicConfig.parse(tree.toString());
  }

  /** Opens the editor until the text is a valid configuration or the operator gives up. */
  private DynamicConfig edited(String name, DynamicConfig stored) {
    Editor editor = new Editor(environment());
    String text = YamlText.block(stored.tree());
    while (true) {
      text = editor.edit(text, name);
      List<String> problems;
      try {
        DynamicConfig changed = DynamicConfig.parse(mapping(text, "the text").toString());
        problems = problems(changed, stored);
        if (problems.isEmpty()) {
          return changed;
        }
      } catch (CliException e) {
        problems = List.of(e.getMessage());
      }
      problems.forEach(problem -> terminal().error("Error: " + problem));
      if (!prompts().confirm("Edit again?")) {
        throw CliException.failed("The configuration was left as it is");
      }
    }
  }

  /** What this change makes wrong; what was wrong before does not stand in the way of it. */
  private List<String> problems(DynamicConfig changed, DynamicConfig stored) {
    List<Problem> problems = new ArrayList<>(changed.validate());
    problems.addAll(RenewalTiming.watchdogProblems(changed, cluster));
    problems.removeAll(stored.validate());
    problems.removeAll(RenewalTiming.watchdogProblems(stored, cluster));
    return problems.stream().map(Problem::text).toList();
  }

  private void warnOf(DynamicConfig changed, DynamicConfig stored) {
    List<Problem> warnings = new ArrayList<>(changed.validate());
    warnings.addAll(changed.warnings());
    warnings.removeAll(stored.warnings());
    warnings.forEach(warning -> terminal().error("Warning: " + warning));
  }

  private String text(String file) {
    if (file.equals(STDIN)) {
      return terminal().readAll();
    }
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw CliException.failed("The file " + file + " cannot be read", e);
    }
  }

  private static JsonNode mapping(String text, String source) {
    String name = source.equals(STDIN) ? "standard input" : source;
    try {
      JsonNode tree = YamlText.parse(text);
      if (tree.isObject()) {
        return tree;
      }
    } catch (IllegalArgumentException e) {
      throw CliException.failed(name + " is not YAML: " + e.getMessage(), e);
    }
    throw CliException.failed(name + " is not a mapping of keys to values");
  }

  private void store(ClusterHandle handle, Versioned<DynamicConfig> stored, DynamicConfig changed) {
    Transaction transaction =
        Transaction.builder()
            .ifAt(Keys.CONFIG, stored.modRevision())
            .put(Keys.CONFIG, ClusterCodec.write(changed))
            .build();
    handle
        .commit(transaction)
        .ifPresent(
            conflict -> {
              throw CliException.failed(
                  "Config modification aborted due to concurrent changes: someone else changed the"
                      + " configuration meanwhile; look at it and try again");
            });
    terminal().println("Configuration changed");
  }
}
