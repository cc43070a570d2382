package io.hactl.simulation.mutants;

import io.hactl.core.decision.Action;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.StandbyNames;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.KeySpace;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.SyncState;
import io.hactl.dcs.cluster.Versioned;
import io.hactl.dcs.codec.ClusterCodec;
import io.hactl.simulation.setting.Mutation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The planted bugs that are about synchronous replication. */
final class SyncMutant {

  private SyncMutant() {}

  static Observation seen(Mutation mutation, Observation o) {
    if (o.seenCluster().isEmpty() || o.holdsLease()) {
      return mutation == Mutation.SYNC_STANDBY_NOT_CAUGHT_UP ? caughtUp(o) : o;
    }
    SyncState key = o.seenCluster().get().sync().value();
    return switch (mutation) {
      case RACE_WITHOUT_SYNC_KEY -> withKey(o, SyncState.EMPTY);
      case RACE_WITH_SMALLER_QUORUM ->
          withKey(o, new SyncState(key.leader(), key.standbys(), Math.max(0, key.quorum() - 1)));
      default -> o;
    };
  }

  private static Observation withKey(Observation o, SyncState key) {
    Cluster cluster = o.seenCluster().orElseThrow();
    Versioned<SyncState> there = cluster.sync();
    return Falsified.copy(
        o,
        "seenCluster",
        Optional.of(Falsified.copy(cluster, "sync", Falsified.copy(there, "value", key))));
  }

  /** As if the names had been in force from the beginning. */
  private static Observation caughtUp(Observation o) {
    var sync = o.memory().sync();
    return sync.since().isEmpty()
        ? o
        : Falsified.copy(
            o,
            "memory",
            Falsified.copy(
                o.memory(), "sync", Falsified.copy(sync, "since", Optional.of(Lsn.ZERO))));
  }

  static List<Action> changed(Mutation mutation, Observation o, List<Action> actions) {
    List<Action> changed = new ArrayList<>();
    for (Action action : actions) {
      switch (mutation) {
        case SYNC_KEY_GROWS_FIRST -> changed.addAll(growing(o, action));
        case SYNC_NAMES_SHRINK_FIRST -> changed.add(shrinking(o, action));
        case SYNC_OFF_NAMES_FIRST -> changed.add(off(o, action));
        default -> changed.add(action);
      }
    }
    return changed;
  }

  private static List<Action> growing(Observation o, Action action) {
    if (!(action instanceof Action.Run(PostgresTask.SetSynchronousStandbys set))
        || !o.holdsLease()
        || !primary(o)) {
      return List.of(action);
    }
    StandbyNames names = StandbyNames.parse(set.names());
    SyncState key =
        new SyncState(
            Optional.of(o.self().name()),
            new LinkedHashSet<>(names.names()),
            names.names().size() - names.count());
    return names.names().isEmpty()
        ? List.of(action)
        : List.of(
            new Action.Commit(
                Purpose.SYNC,
                Transaction.builder()
                    .ifAt(Keys.SYNC, o.seenCluster().orElseThrow().sync().modRevision())
                    .put(Keys.SYNC, ClusterCodec.write(key))
                    .build()),
            action);
  }

  private static boolean primary(Observation o) {
    return o.seenPostgres().orElseThrow().server().isPrimary();
  }

  private static Action shrinking(Observation o, Action action) {
    SyncState now = o.seenCluster().map(c -> c.sync().value()).orElse(SyncState.EMPTY);
    Optional<SyncState> next = writtenKey(action);
    boolean shrinks =
        next.filter(k -> k.standbys().size() < now.standbys().size()).isPresent() && o.holdsLease();
    if (!shrinks) {
      return action;
    }
    String names =
        next.get().standbys().isEmpty()
            ? ""
            : "FIRST "
                + next.get().standbys().size()
                + " (\""
                + String.join("\", \"", next.get().standbys())
                + "\")";
    boolean set = o.memory().sync().names().filter(names::equals).isPresent();
    return set ? action : new Action.Run(new PostgresTask.SetSynchronousStandbys(names));
  }

  private static Optional<SyncState> writtenKey(Action action) {
    return action instanceof Action.Commit commit && commit.purpose() == Purpose.SYNC
        ? commit.transaction().changes().stream()
            .filter(c -> c instanceof Transaction.Put)
            .map(c -> SyncMutant.read(((Transaction.Put) c).value()))
            .findFirst()
        : Optional.empty();
  }

  private static SyncState read(String value) {
    var keys = new TreeMap<String, KeySpace.Entry>();
    keys.put(Keys.SYNC, new KeySpace.Entry(value, 1, 0));
    return ClusterCodec.read(new KeySpace(1, keys)).sync().value();
  }

  private static Action off(Observation o, Action action) {
    boolean removes =
        action instanceof Action.Commit commit
            && commit.purpose() == Purpose.SYNC
            && commit.transaction().changes().stream()
                .anyMatch(c -> c instanceof Transaction.Delete);
    boolean written =
        o.memory().configured().filter(c -> c.config().equals(o.config())).isPresent();
    return removes && !written
        ? new Action.Run(new PostgresTask.Configure(Optional.empty(), o.config()))
        : action;
  }
}
