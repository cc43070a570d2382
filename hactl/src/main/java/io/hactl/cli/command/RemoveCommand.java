package io.hactl.cli.command;

import io.hactl.cli.cluster.ClusterHandle;
import io.hactl.cli.option.FormatOption;
import io.hactl.cli.option.Subcommand;
import io.hactl.cli.output.MembersReport;
import io.hactl.cli.terminal.CliException;
import io.hactl.cli.terminal.ExitCode;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Leader;
import io.hactl.dcs.cluster.Versioned;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hactl remove}. */
@Command(name = "remove", description = "Remove everything that the DCS knows of a cluster.")
public final class RemoveCommand extends Subcommand {

  private static final String AWARE = "Yes I am aware";

  // Members write their keys every few seconds, and each write makes an attempt void.
  private static final int ATTEMPTS = 20;

  @Parameters(paramLabel = "CLUSTER", arity = "1", description = "The cluster's name.")
  private String scope;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    ClusterHandle handle = cluster(scope);
    Cluster cluster = handle.read();
    terminal()
        .println(
            new MembersReport(scope, cluster, false).render(format.format(), terminal().style()));
    confirm(cluster);
    remove(handle, cluster);
    return ExitCode.DONE;
  }

  private void confirm(Cluster cluster) {
    if (!prompts().askRequired("Please confirm the cluster name to remove").equals(scope)) {
      throw CliException.failed("Cluster names specified do not match");
    }
    String question =
        "You are about to remove all information in DCS for "
            + scope
            + ", please type: \""
            + AWARE
            + "\"";
    if (!prompts().askRequired(question).equals(AWARE)) {
      throw CliException.failed("You did not exactly type \"" + AWARE + "\"");
    }
    cluster
        .leader()
        .ifPresent(
            leader -> {
              String name =
                  prompts()
                      .askRequired(
                          "This cluster currently is healthy. Please specify the leader name to"
                              + " continue");
              if (!name.equals(leader.name())) {
                throw CliException.failed("You did not specify the current leader of the cluster");
              }
            });
  }

  private void remove(ClusterHandle handle, Cluster confirmed) {
    Optional<String> leader = confirmed.leader().map(Leader::name);
    Cluster cluster = confirmed;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Transaction transaction = deleteAll(cluster);
      if (transaction.changes().isEmpty() || handle.commit(transaction).isEmpty()) {
        return;
      }
      cluster = handle.read();
      if (!cluster.leader().map(Leader::name).equals(leader)) {
        throw CliException.failed(
            "the leader of cluster " + scope + " has changed meanwhile; nothing was removed");
      }
    }
    throw CliException.failed(
        "the keys of cluster "
            + scope
            + " change faster than they can be removed; stop its agents first");
  }

  private static Transaction deleteAll(Cluster cluster) {
    Transaction.Builder builder = Transaction.builder();
    delete(builder, Keys.INITIALIZE, cluster.initialize());
    delete(builder, Keys.CONFIG, cluster.config());
    delete(builder, Keys.STATUS, cluster.status());
    delete(builder, Keys.SYNC, cluster.sync());
    delete(builder, Keys.FAILOVER, cluster.failover());
    delete(builder, Keys.HISTORY, cluster.history());
    delete(builder, Keys.FAILSAFE, cluster.failsafe());
    delete(builder, Keys.LOST_WAL, cluster.lostWal());
    cluster.leader().ifPresent(l -> builder.ifAt(Keys.LEADER, l.modRevision()).delete(Keys.LEADER));
    cluster
        .members()
        .values()
        .forEach(
            member -> {
              String key = Keys.member(member.name());
              builder.ifAt(key, member.modRevision()).delete(key);
            });
    return builder.build();
  }

  private static void delete(Transaction.Builder builder, String key, Versioned<?> value) {
    builder.ifAt(key, value.modRevision());
    if (value.exists()) {
      builder.delete(key);
    }
  }
}
