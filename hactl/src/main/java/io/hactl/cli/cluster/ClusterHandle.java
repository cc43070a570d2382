package io.hactl.cli.cluster;

import io.hactl.cli.connect.Agents;
import io.hactl.cli.terminal.CliException;
import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsException;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One cluster, as commands work with it: calls wait for their result, and what goes wrong is a
 * {@link CliException}.
 *
 * @param scope the cluster's name
 */
public record ClusterHandle(String scope, Dcs dcs, Agents agents) {

  // Every call of a Dcs has its own, shorter time-out; this one only ends a wait that has no end.
  private static final long LONGEST_WAIT_SECONDS = 60;

  /** The cluster as it is now. */
  public Cluster read() {
    return await(dcs.read());
  }

  /**
   * Commits a transaction.
   *
   * @return empty if it was done, else what the DCS said: something was changed meanwhile
   */
  public Optional<String> commit(Transaction transaction) {
    try {
      dcs.commit(transaction).toCompletableFuture().get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
      return Optional.empty();
    } catch (ExecutionException e) {
      DcsFailure failure = DcsException.failureOf(e);
      if (failure instanceof DcsFailure.Conflict conflict) {
        return Optional.of(conflict.message());
      }
      throw failed(failure, e);
    } catch (TimeoutException e) {
      throw noAnswer(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw failed(DcsException.failureOf(e), e);
    } catch (TimeoutException e) {
      throw noAnswer(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static CliException failed(DcsFailure failure, Throwable cause) {
    return CliException.failed(failure.message(), cause);
  }

  private static CliException noAnswer(Throwable cause) {
    return CliException.failed(
        "etcd did not answer within " + LONGEST_WAIT_SECONDS + " seconds", cause);
  }

  private static CliException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return CliException.failed("interrupted while waiting for etcd", cause);
  }
}
