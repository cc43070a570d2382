package io.hactl.settings.reference;

import io.hactl.settings.Bound;
import io.hactl.settings.keys.Catalogue;
import io.hactl.settings.keys.InForce;
import io.hactl.settings.keys.Place;
import io.hactl.settings.keys.Placeholder;
import io.hactl.settings.keys.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes tables of settings in Markdown, one for each section of a catalogue. */
public final class ReferencePage {

  private final Catalogue catalogue;
  private final Place place;
  private final StringBuilder page = new StringBuilder();

  private ReferencePage(Catalogue catalogue, Place place) {
    this.catalogue = catalogue;
    this.place = place;
  }

  /**
   * The tables of everything that may stand in a place.
   *
   * @param top what to call the keys that are in no section
   */
  public static String tables(Catalogue catalogue, Place place, String top) {
    ReferencePage writer = new ReferencePage(catalogue.in(place), place);
    writer.write(top);
    return writer.page.toString();
  }

  private void write(String top) {
    Map<String, List<Setting<?>>> sections = new LinkedHashMap<>();
    List<String> unused = new ArrayList<>();
    for (Setting<?> setting : catalogue.settings()) {
      if (setting.isUnused()) {
        unused.add("`" + setting.path() + "`");
      } else {
        sections.computeIfAbsent(section(setting), _ -> new ArrayList<>()).add(setting);
      }
    }
    sections.forEach((section, settings) -> table(section.isEmpty() ? top : section, settings));
    page.append("Known from Patroni, and not used: ")
        .append(unused.stream().sorted().collect(Collectors.joining(", ")))
        .append(".\n");
  }

  private static String section(Setting<?> setting) {
    List<String> segments = setting.segments();
    return String.join(".", segments.subList(0, segments.size() - 1));
  }

  private void table(String title, List<Setting<?>> settings) {
    page.append("### ").append(title.contains("<") ? "`" + title + "`" : title).append("\n\n");
    placeholders(settings.getFirst().segments());
    boolean local = place == Place.LOCAL;
    page.append("| key | value | default | meaning | in force |")
        .append(local ? " variable |\n" : "\n")
        .append("|---|---|---|---|---|")
        .append(local ? "---|\n" : "\n");
    for (Setting<?> setting : settings) {
      page.append("| `").append(setting.key()).append("` | ");
      page.append(cell(setting.type().name())).append(" | ");
      page.append(cell(setting.defaultText())).append(" | ");
      page.append(cell(meaning(setting))).append(" | ");
      page.append(inForce(setting)).append(" |");
      page.append(local ? " " + variables(setting) + " |\n" : "\n");
    }
    page.append('\n');
  }

  private void placeholders(List<String> segments) {
    for (String segment : segments) {
      List<String> values =
          catalogue.placeholder(segment).map(Placeholder::values).orElse(List.of()).stream()
              .filter(value -> !value.equals(segment))
              .map(value -> "`" + value + "`")
              .toList();
      if (!values.isEmpty()) {
        boolean name = segment.startsWith("<");
        page.append("`").append(segment).append(name ? "` stands for " : "` may be called ");
        page.append(String.join(", ", values)).append(name ? ".\n\n" : " as well.\n\n");
      }
    }
  }

  private String inForce(Setting<?> setting) {
    boolean asLocal = place == Place.LOCAL && setting.inForce() == InForce.AT_ONCE;
    StringBuilder text = new StringBuilder((asLocal ? InForce.RELOAD : setting.inForce()).label());
    catalogue
        .exceptionsOf(setting)
        .forEach(
            (path, exception) ->
                text.append("; `").append(path).append("`: ").append(exception.label()));
    return text.toString();
  }

  private String meaning(Setting<?> setting) {
    StringBuilder text = new StringBuilder(setting.meaning());
    String bounds = bounds(setting);
    if (!bounds.isEmpty()) {
      text.append("; must be ").append(bounds);
    }
    for (String name : setting.olderNames()) {
      text.append("; once `").append(name).append("`, which is still understood");
    }
    if (setting.places().size() > 1) {
      text.append(
          place == Place.LOCAL
              ? "; may be set for all members in the dynamic configuration"
              : "; a node's own file may set it for the node");
    }
    if (!setting.isCarriedOut()) {
      text.append("; read and checked, and not carried out yet");
    }
    return text.toString();
  }

  private static String bounds(Setting<?> setting) {
    return setting.bounds().stream().map(Bound::rule).collect(Collectors.joining("; "));
  }

  private static String variables(Setting<?> setting) {
    return setting.variables().stream()
        .map(name -> "`HACTL_" + name.toUpperCase(Locale.ROOT) + "`")
        .collect(Collectors.joining(", "));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
