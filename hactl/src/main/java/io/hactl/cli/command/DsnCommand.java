package io.hactl.cli.command;

import io.hactl.cli.cluster.RoleFilter;
import io.hactl.cli.option.Subcommand;
import io.hactl.cli.terminal.CliException;
import io.hactl.cli.terminal.ExitCode;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Member;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl dsn}. */
@Command(name = "dsn", description = "Print how to connect to a member, the leader unless said.")
public final class DsnCommand extends Subcommand {

  @Parameters(paramLabel = "CLUSTER", arity = "0..1", description = "The cluster's name.")
  private String scope;

  @Option(
      names = {"-r", "--role"},
      paramLabel = "ROLE",
      converter = RoleFilter.Converter.class,
      description = "Any member with this role: " + RoleFilter.NAMES + ".")
  private RoleFilter role;

  @Option(
      names = {"-m", "--member"},
      paramLabel = "MEMBER",
      description = "This member.")
  private String member;

  @Override
  public Integer call() {
    if (role != null && member != null) {
      throw CliException.failed("--role and --member are mutually exclusive options");
    }
    Cluster cluster = cluster(scope).read();
    Member.Endpoint endpoint =
        find(cluster)
            .flatMap(Member::endpoint)
            .orElseThrow(() -> CliException.failed("Can not find a suitable member"));
    terminal().println("host=" + endpoint.host() + " port=" + endpoint.port());
    return ExitCode.DONE;
  }

  private Optional<Member> find(Cluster cluster) {
    if (member != null) {
      return cluster.member(member);
    }
    RoleFilter wanted = role == null ? RoleFilter.LEADER : role;
    return wanted.of(cluster).stream().filter(m -> m.endpoint().isPresent()).findFirst();
  }
}
