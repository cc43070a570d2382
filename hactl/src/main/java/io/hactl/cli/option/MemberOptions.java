package io.hactl.cli.option;

import io.hactl.cli.cluster.ClusterHandle;
import io.hactl.cli.cluster.MemberSelection;
import io.hactl.cli.cluster.RoleFilter;
import io.hactl.cli.output.MembersReport;
import io.hactl.cli.output.OutputFormat;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Member;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which members of which cluster, for commands that ask members to do something. */
public final class MemberOptions {

  @Parameters(index = "0", paramLabel = "CLUSTER", arity = "0..1", description = "Its name.")
  private String scope;

  @Parameters(
      index = "1..*",
      paramLabel = "MEMBER",
      arity = "0..*",
      description = "Only these members.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-r", "--role"},
      paramLabel = "ROLE",
      defaultValue = "any",
      converter = RoleFilter.Converter.class,
      description = "Only members with this role: " + RoleFilter.NAMES + ".")
  private RoleFilter role;

  /** The cluster's name, or null. */
  public String scope() {
    return scope;
  }

  /** Shows the cluster and finds the members that are meant. */
  public List<Member> choose(
      Subcommand command, ClusterHandle handle, Cluster cluster, String action, boolean force) {
    show(command, handle, cluster);
    return new MemberSelection(command.prompts(), action, force)
        .choose(cluster, handle.scope(), names, role, false);
  }

  /** Prints the table that questions about members follow. */
  public static void show(Subcommand command, ClusterHandle handle, Cluster cluster) {
    command
        .terminal()
        .println(
            new MembersReport(handle.scope(), cluster, false)
                .render(OutputFormat.PRETTY, command.terminal().style()));
  }
}
