package io.hactl.cli.output;

import io.hactl.cli.terminal.Style;
import io.hactl.cli.terminal.Style.Tone;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.rest.view.ClusterView;
import io.hactl.rest.view.ClusterView.MemberView;
import io.hactl.rest.view.ClusterView.Position;
import io.hactl.text.IsoTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The members of a cluster, as {@code list} and {@code topology} show them. */
public final class MembersReport {

  private static final int LONGEST_REASON = 50;
  private static final double MEGABYTE = 1024.0 * 1024.0;

  private final ClusterView view;
  private final String identity;
  private final boolean extended;
  private final Cluster cluster;

  /**
   * @param extended show every column, even where no member has a value for it
   */
  public MembersReport(String scope, Cluster cluster, boolean extended) {
    this.view = ClusterView.of(scope, cluster);
    this.identity =
        cluster.initialize().exists()
            ? cluster.systemIdentifier().orElse("initializing")
            : "uninitialized";
    this.extended = extended;
    this.cluster = cluster;
  }

  /** The report without a line end; a table is followed by what else is going on. */
  public String render(OutputFormat format, Style style) {
    return switch (format) {
      case PRETTY -> pretty(false, style);
      case TSV -> report(view.members(), List.of(), false, true).tsv();
      case JSON -> JsonOutput.write(report(view.members(), List.of(), false, true).objects(true));
      case YAML -> YamlText.block(report(view.members(), List.of(), false, true).objects(true));
    };
  }

  /** The table with every replica below the member that it replicates from. */
  public String renderTopology(Style style) {
    return pretty(true, style);
  }

  private String pretty(boolean tree, Style style) {
    List<MemberView> members = view.members();
    List<String> names = members.stream().map(MemberView::name).toList();
    if (tree) {
      List<TopologyOrder.Place> places = TopologyOrder.of(members);
      members = places.stream().map(TopologyOrder.Place::member).toList();
      names = places.stream().map(TopologyOrder.Place::label).toList();
    }
    String title = " Cluster: " + view.scope() + " (" + identity + ") ";
    String table =
        report(members, names, true, false).table(title, tree, style, MembersReport::toneOf);
    String notes = notes();
    return notes.isEmpty() ? table : table + "\n" + style.paint(Tone.NOTICE, notes);
  }

  /** Maintenance mode and a scheduled switchover. */
  private String notes() {
    List<String> notes = new ArrayList<>();
    if (view.paused()) {
      notes.add(" Maintenance mode: on");
    }
    view.scheduledSwitchover()
        .ifPresent(
            planned -> {
              notes.add(" Switchover scheduled at: " + IsoTime.format(planned.at()));
              planned.from().ifPresent(from -> notes.add("%24s: %s".formatted("from", from)));
              planned.to().ifPresent(to -> notes.add("%24s: %s".formatted("to", to)));
            });
    cluster
        .members()
        .values()
        .forEach(
            member -> {
              Member.Own own = member.own();
              if (own.asideDirectories() > 0) {
                notes.add(
                    " Set aside on %s: %d %s, %d MB"
                        .formatted(
                            member.name(),
                            own.asideDirectories(),
                            own.asideDirectories() == 1 ? "directory" : "directories",
                            own.asideBytes() >> 20));
              }
              own.problem().ifPresent(p -> notes.add(" " + member.name() + ": " + p));
            });
    return String.join("\n", notes);
  }

  private Report report(
      List<MemberView> members, List<String> labels, boolean forPeople, boolean withCluster) {
    List<Column> columns = columns(withCluster);
    boolean withPort = needsPort();
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      MemberView member = members.get(i);
      String label = labels.isEmpty() ? member.name() : labels.get(i);
      rows.add(columns.stream().map(c -> value(c, member, label, withPort, forPeople)).toList());
    }
    return new Report(columns.stream().map(c -> c.title).toList(), rows);
  }

  private enum Column {
    CLUSTER("Cluster"),
    MEMBER("Member"),
    HOST("Host"),
    ROLE("Role"),
    STATE("State"),
    TIMELINE("TL"),
    RECEIVE_LSN("Receive LSN"),
    RECEIVE_LAG("Receive Lag"),
    REPLAY_LSN("Replay LSN"),
    REPLAY_LAG("Replay Lag"),
    PENDING_RESTART("Pending restart"),
    PENDING_REASON("Pending restart reason"),
    SCHEDULED_RESTART("Scheduled restart"),
    TAGS("Tags"),
    // The word stays, as scripts read the title.
    FAULTS("Ailments");

    private final String title;

    Column(String title) {
      this.title = title;
    }
  }

  private List<Column> columns(boolean withCluster) {
    List<MemberView> known = view.members().stream().filter(m -> m.endpoint().isPresent()).toList();
    return Arrays.stream(Column.values())
        .filter(
            column ->
                switch (column) {
                  case CLUSTER -> withCluster;
                  case PENDING_RESTART ->
                      extended || known.stream().anyMatch(MemberView::pendingRestart);
                  case PENDING_REASON ->
                      extended || known.stream().anyMatch(m -> !m.pendingRestartReason().isEmpty());
                  case SCHEDULED_RESTART ->
                      extended || known.stream().anyMatch(m -> m.scheduledRestart().isPresent());
                  case TAGS ->
                      extended || known.stream().anyMatch(m -> !m.tags().values().isEmpty());
                  // Not among Patroni's columns, so it is there only when it matters.
                  case FAULTS -> known.stream().anyMatch(m -> !m.faults().isEmpty());
                  default -> true;
                })
        .toList();
  }

  /** Ports are shown where one is unusual, or where hosts alone do not tell members apart. */
  private boolean needsPort() {
    Set<String> hosts = new HashSet<>();
    return view.members().stream()
        .flatMap(m -> m.endpoint().stream())
        .anyMatch(endpoint -> endpoint.port() != 5432 || !hosts.add(endpoint.host()));
  }

  private Object value(
      Column column, MemberView member, String label, boolean withPort, boolean forPeople) {
    Positions positions = Positions.of(member);
    return switch (column) {
      case CLUSTER -> view.scope();
      case MEMBER -> label;
      case HOST ->
          member.endpoint().map(e -> withPort ? e.host() + ":" + e.port() : e.host()).orElse("");
      case ROLE -> titleCase(member.role().text());
      case STATE -> member.state();
      case TIMELINE -> member.timeline().<Object>map(timeline -> timeline).orElse("");
      case RECEIVE_LSN -> lsn(member, positions.receive());
      case RECEIVE_LAG -> megabytes(positions.receive().lag());
      case REPLAY_LSN -> lsn(member, positions.replay());
      case REPLAY_LAG -> megabytes(positions.replay().lag());
      case PENDING_RESTART -> member.pendingRestart() ? "*" : "";
      case PENDING_REASON -> reasons(member, forPeople);
      case SCHEDULED_RESTART ->
          member.scheduledRestart().map(r -> IsoTime.format(r.schedule())).orElse("");
      case FAULTS -> String.join(", ", member.faults());
      case TAGS -> member.tags().values().isEmpty() ? "" : member.tags().values();
    };
  }

  /** Members of before there were two positions publish one, of what they replicate by. */
  private record Positions(Position receive, Position replay) {
    static Positions of(MemberView member) {
      boolean single =
          member.receive().lsn().isEmpty()
              && member.replay().lsn().isEmpty()
              && member.latest().lsn().isPresent();
      if (!single) {
        return new Positions(member.receive(), member.replay());
      }
      return member.state().equals("streaming")
          ? new Positions(member.latest(), member.replay())
          : new Positions(member.receive(), member.latest());
    }
  }

  private static String lsn(MemberView member, Position position) {
    return position.lsn().map(Lsn::toString).orElse(member.role().leads() ? "" : "unknown");
  }

  private static Object megabytes(OptionalLong bytes) {
    // Halves go to the even number, as in Python.
    return bytes.isPresent() ? (Object) (long) Math.rint(bytes.getAsLong() / MEGABYTE) : "";
  }

  private static String reasons(MemberView member, boolean forPeople) {
    Map<String, Member.PendingChange> reasons = new TreeMap<>(member.pendingRestartReason());
    return reasons.entrySet().stream()
        .map(
            entry -> {
              Member.PendingChange change = entry.getValue();
              String text = entry.getKey() + ": " + change.oldValue() + "->" + change.newValue();
              return forPeople && text.length() > LONGEST_REASON
                  ? entry.getKey() + ": [hidden - too long]"
                  : text;
            })
        .collect(Collectors.joining("\n"));
  }

  private static String titleCase(String role) {
    return Arrays.stream(role.split("_"))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining(" "));
  }

  private static Tone toneOf(String column, String value) {
    return switch (column) {
      case "Role" -> value.endsWith("Leader") ? Tone.LEADER : Tone.NONE;
      case "State" -> stateTone(value);
      case "Ailments" -> Tone.BAD;
      case "Receive Lag", "Replay Lag" -> value.equals("0") ? Tone.NONE : Tone.NOTICE;
      case "Receive LSN", "Replay LSN" -> value.equals("unknown") ? Tone.NOTICE : Tone.NONE;
      case "Pending restart", "Pending restart reason", "Scheduled restart" -> Tone.NOTICE;
      default -> Tone.NONE;
    };
  }

  private static Tone stateTone(String state) {
    return switch (state) {
      case "running", "streaming" -> Tone.GOOD;
      case "crashed", "stopped" -> Tone.BAD;
      default -> state.endsWith("failed") ? Tone.BAD : Tone.NOTICE;
    };
  }
}
