package io.hactl.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.cli.cluster.ClusterHandle;
import io.hactl.cli.cluster.MemberRequests;
import io.hactl.cli.cluster.MemberSelection;
import io.hactl.cli.connect.Agents.Reply;
import io.hactl.cli.option.MemberOptions;
import io.hactl.cli.option.Subcommand;
import io.hactl.cli.output.WallClock;
import io.hactl.cli.terminal.CliException;
import io.hactl.cli.terminal.ExitCode;
import io.hactl.cli.terminal.ScheduledTime;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Member;
import io.hactl.text.IsoTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hactl restart}. */
@Command(name = "restart", description = "Restart PostgreSQL on members, now or later.")
public final class RestartCommand extends Subcommand {

  private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+){1,2}");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  @Mixin private MemberOptions options;

  @Option(names = "--any", description = "Only one of the members, whichever.")
  private boolean any;

  @Option(names = "--pending", description = "Only where a parameter waits for a restart.")
  private boolean pending;

  @Option(
      names = "--scheduled",
      paramLabel = "TIME",
      description = "When: now, or a time in ISO 8601.")
  private String scheduled;

  @Option(
      names = "--pg-version",
      paramLabel = "VERSION",
      description = "Only where PostgreSQL is older than this version, 16.2.")
  private String version;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Fail, and fail over if need be, when a start takes longer.")
  private String timeout;

  @Option(names = "--force", description = "Ask nothing.")
  private boolean force;

  @Override
  public Integer call() {
    ClusterHandle handle = cluster(options.scope());
    Cluster cluster = handle.read();
    List<Member> members = options.choose(this, handle, cluster, "restart", force);
    Optional<OffsetDateTime> at = when();
    // Whether a planned restart is needed is judged when its time has come.
    if (pending && at.isEmpty()) {
      members = members.stream().filter(Member::pendingRestart).toList();
    }
    if (any && members.size() > 1) {
      members = List.of(members.get(ThreadLocalRandom.current().nextInt(members.size())));
    }
    if (members.isEmpty()) {
      terminal().println("No member waits for a restart");
      return ExitCode.DONE;
    }
    new MemberSelection(prompts(), "restart", force).confirm(members, at, pending);
    ObjectNode body = body(cluster, at);
    MemberRequests requests = new MemberRequests(handle.agents(), terminal());
    members.forEach(member -> restart(requests, member, body));
    return requests.exitCode();
  }

  private Optional<OffsetDateTime> when() {
    String text = scheduled;
    if (text == null && !force) {
      text =
          prompts()
              .ask(
                  "When should the restart take place (e.g. "
                      + ScheduledTime.example(WallClock.now())
                      + ") ",
                  "now");
    }
    return text == null
        ? Optional.empty()
        : ScheduledTime.parse(text, WallClock.now(), ZoneId.systemDefault());
  }

  private ObjectNode body(Cluster cluster, Optional<OffsetDateTime> at) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (pending) {
      body.put("restart_pending", true);
    }
    String older = version;
    if (older == null && !force) {
      older =
          prompts()
              .ask("Restart if the PostgreSQL version is less than provided (e.g. 9.5.2) ", "");
    }
    if (older != null && !older.isEmpty()) {
      if (!VERSION.matcher(older).matches()) {
        throw CliException.failed(
            "Invalid PostgreSQL version: " + older + ". It should look like 16.2");
      }
      body.put("postgres_version", older);
    }
    at.ifPresent(
        time -> {
          if (cluster.config().value().pause()) {
            throw CliException.failed("Can't schedule restart in the paused state");
          }
          body.put("schedule", IsoTime.format(time));
        });
    if (timeout != null) {
      if (!SECONDS.matcher(timeout).matches()) {
        throw CliException.wrongUsage("--timeout takes whole seconds, not '" + timeout + "'");
      }
      body.put("timeout", Integer.parseInt(timeout));
    }
    return body;
  }

  private void restart(MemberRequests requests, Member member, ObjectNode body) {
    if (force && body.has("schedule") && member.scheduledRestart().isPresent()) {
      requests
          .send(
              member,
              "flush scheduled restart",
              "DELETE",
              "restart",
              Optional.empty(),
              MemberRequests.QUICK)
          .filter(reply -> !reply.succeeded())
          .ifPresent(reply -> requests.refuse("flush scheduled restart", member, reply));
    }
    requests
        .send(
            member, "restart", "POST", "restart", Optional.<JsonNode>of(body), MemberRequests.LONG)
        .ifPresent(reply -> report(requests, member, reply));
  }

  private static void report(MemberRequests requests, Member member, Reply reply) {
    switch (reply.status()) {
      case 200 -> requests.succeed("restart on member " + member.name());
      case 202 -> requests.succeed("restart scheduled on member " + member.name());
      case 409 -> requests.fail("another restart is already scheduled on member " + member.name());
      default -> requests.refuse("restart", member, reply);
    }
  }
}
