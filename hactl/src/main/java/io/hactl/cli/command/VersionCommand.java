package io.hactl.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.hactl.cli.cluster.ClusterHandle;
import io.hactl.cli.cluster.MemberRequests;
import io.hactl.cli.option.Subcommand;
import io.hactl.cli.terminal.CliException;
import io.hactl.cli.terminal.ExitCode;
import io.hactl.dcs.cluster.Member;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hactl version}. */
@Command(name = "version", description = "Print the version of hactl, and of a cluster's members.")
public final class VersionCommand extends Subcommand {

  @Parameters(index = "0", paramLabel = "CLUSTER", arity = "0..1", description = "Its name.")
  private String scope;

  @Parameters(
      index = "1..*",
      paramLabel = "MEMBER",
      arity = "0..*",
      description = "Only these members.")
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() {
    terminal().println("hactl version " + ownVersion());
    if (scope == null) {
      return ExitCode.DONE;
    }
    terminal().println("");
    ClusterHandle handle = cluster(scope);
    handle.read().members().values().stream()
        .filter(member -> names.isEmpty() || names.contains(member.name()))
        .filter(member -> member.apiUrl().isPresent())
        .forEach(member -> terminal().println(member.name() + ": " + versionOf(handle, member)));
    return ExitCode.DONE;
  }

  private static String versionOf(ClusterHandle handle, Member member) {
    try {
      String body =
          handle
              .agents()
              .send(member, "GET", "patroni", Optional.empty(), MemberRequests.QUICK)
              .body();
      JsonNode status = new JsonMapper().readTree(body);
      int server = status.path("server_version").asInt(0);
      return "Patroni "
          + status.path("patroni").path("version").asText("unknown")
          + (server == 0 ? "" : " PostgreSQL " + serverVersion(server));
    } catch (JsonProcessingException e) {
      return "failed to get version: the answer is not JSON";
    } catch (IOException e) {
      return "failed to get version: " + e.getMessage();
    }
  }

  private static String serverVersion(int number) {
    return number < 100_000
        ? number / 10_000 + "." + number / 100 % 100 + "." + number % 100
        : number / 10_000 + "." + number % 100;
  }

  /** Put into the jar by the build. */
  private static String ownVersion() {
    try (InputStream in = VersionCommand.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw CliException.failed("the version cannot be read from the program itself", e);
    }
  }
}
