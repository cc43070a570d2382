package io.hactl.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.model.StandbyNames;
import io.hactl.core.sync.SyncPlan.Goal;
import io.hactl.core.sync.SyncPlan.State;
import io.hactl.core.sync.SyncPlan.Step;
import io.hactl.dcs.cluster.SyncState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The plan against a model that knows nothing of its arithmetic: writes are acknowledged by random
 * standbys whenever the names allow it, and after every step every set of members that could elect
 * a leader has to include one that has each of them.
 */
class SyncPlanTest {

  private static final List<String> MEMBERS = List.of("a", "b", "c", "d", "e");
  private static final String LEADER = "l";

  @Test
  void everyStepKeepsWhatWasAcknowledgedWhateverIsInterrupted() {
    for (long seed = 0; seed < 20_000; seed++) {
      Model model = new Model(new Random(seed));
      for (int turn = 0; turn < 30; turn++) {
        model.anything();
        model.step();
        model.check("seed " + seed + ", turn " + turn);
      }
    }
  }

  @Test
  void theStepsEndAtTheGoalOnceTheStandbysCatchUp() {
    for (long seed = 0; seed < 20_000; seed++) {
      Model model = new Model(new Random(seed));
      for (int turn = 0; turn < 5; turn++) {
        model.anything();
        model.step();
      }
      int steps = 0;
      while (!model.isAtGoal()) {
        model.everybodyCatchesUp();
        model.step();
        assertThat(++steps).as("seed %d: %s", seed, model).isLessThan(8);
      }
    }
  }

  @Test
  void aNewLeaderKeepsInTheKeyOnlyThoseThatHaveEverything() {
    for (long seed = 0; seed < 20_000; seed++) {
      Model model = new Model(new Random(seed));
      for (int turn = 0; turn < 10; turn++) {
        model.anything();
        model.step();
      }
      model.elect();
      model.check("seed " + seed);
    }
  }

  @Test
  void aStandbyIsWaitedForBeforeItMayBeElected() {
    State empty = state(key(0), StandbyNames.NONE, Set.of(), Set.of("a"));
    Goal goal = new Goal(key(0, "a"), StandbyNames.first(1, Set.of("a")));

    assertThat(SyncPlan.next(empty, goal)).isEqualTo(new Step.SetNames(goal.names()));
    assertThat(SyncPlan.next(state(key(0), goal.names(), Set.of(), Set.of("a")), goal))
        .isEqualTo(new Step.Rest());
    assertThat(SyncPlan.next(state(key(0), goal.names(), Set.of("a"), Set.of("a")), goal))
        .isEqualTo(new Step.WriteKey(goal.key()));
  }

  @Test
  void aStandbyThatIsGoneLeavesTheKeyBeforeItIsNoLongerWaitedFor() {
    StandbyNames both = StandbyNames.first(2, Set.of("a", "b"));
    Goal goal = new Goal(key(0, "b"), StandbyNames.first(1, Set.of("b")));

    assertThat(SyncPlan.next(state(key(0, "a", "b"), both, Set.of(), Set.of("b")), goal))
        .isEqualTo(new Step.WriteKey(key(0, "b")));
    assertThat(SyncPlan.next(state(key(0, "b"), both, Set.of(), Set.of("b")), goal))
        .isEqualTo(new Step.SetNames(goal.names()));
  }

  @Test
  void aStandbyThatIsReplacedStaysUntilTheOtherHasEverything() {
    StandbyNames old = StandbyNames.first(1, Set.of("a"));
    StandbyNames both = StandbyNames.first(2, Set.of("a", "b"));
    Goal goal = new Goal(key(0, "b"), StandbyNames.first(1, Set.of("b")));
    Set<String> alive = Set.of("a", "b");

    assertThat(SyncPlan.next(state(key(0, "a"), old, Set.of("a"), alive), goal))
        .isEqualTo(new Step.SetNames(both));
    assertThat(SyncPlan.next(state(key(0, "a"), both, Set.of("a"), alive), goal))
        .isEqualTo(new Step.Rest());
    assertThat(SyncPlan.next(state(key(0, "a"), both, alive, alive), goal))
        .isEqualTo(new Step.WriteKey(goal.key()));
  }

  @Test
  void aKeyOfAnotherLeaderIsReplacedByOneThatNobodyIsElectedBy() {
    SyncState foreign = new SyncState(Optional.of("x"), new LinkedHashSet<>(List.of("a")), 0);
    Goal goal = new Goal(key(0, "a"), StandbyNames.first(1, Set.of("a")));

    assertThat(SyncPlan.next(state(foreign, goal.names(), Set.of("a"), Set.of("a")), goal))
        .isEqualTo(new Step.WriteKey(key(0)));
  }

  private static State state(
      SyncState key, StandbyNames names, Set<String> confirmed, Set<String> alive) {
    return new State(LEADER, key, names, confirmed, alive);
  }

  private static SyncState key(int quorum, String... standbys) {
    return new SyncState(Optional.of(LEADER), new LinkedHashSet<>(List.of(standbys)), quorum);
  }

  /** The key, the names, and who has each write that was acknowledged. */
  private static final class Model {
    private final Random random;
    private SyncState key = SyncPlan.nobodyBut(LEADER);
    private StandbyNames names = StandbyNames.NONE;
    private Set<String> confirmed = new TreeSet<>();
    private Set<String> alive = new TreeSet<>();
    private Goal goal = new Goal(key, names);
    private final List<Set<String>> older = new ArrayList<>();
    private final List<Set<String>> present = new ArrayList<>();

    Model(Random random) {
      this.random = random;
    }

    /** Standbys come and go, settings change, writes are acknowledged, somebody catches up. */
    void anything() {
      if (random.nextInt(3) == 0) {
        alive = new TreeSet<>(some(MEMBERS));
        changeGoal();
      }
      for (int i = random.nextInt(3); i > 0; i--) {
        acknowledge();
      }
      if (random.nextBoolean()) {
        some(alive).forEach(this::confirm);
      }
    }

    private void changeGoal() {
      int wanted = 1 + random.nextInt(3);
      boolean quorum = random.nextBoolean();
      List<String> chosen = new ArrayList<>(some(alive));
      if (!quorum && chosen.size() > wanted) {
        chosen = chosen.subList(0, wanted);
      }
      int count = Math.min(wanted, chosen.size());
      SyncState wantedKey =
          new SyncState(Optional.of(LEADER), new LinkedHashSet<>(chosen), chosen.size() - count);
      StandbyNames wantedNames =
          chosen.isEmpty()
              ? (random.nextBoolean() ? StandbyNames.ANYBODY : StandbyNames.NONE)
              : quorum ? StandbyNames.any(count, chosen) : StandbyNames.first(count, chosen);
      goal = new Goal(wantedKey, wantedNames);
    }

    private List<String> some(Iterable<String> all) {
      List<String> some = new ArrayList<>();
      all.forEach(
          n -> {
            if (random.nextInt(3) > 0) {
              some.add(n);
            }
          });
      Collections.shuffle(some, random);
      return some;
    }

    /** A write reaches any standbys, among them as many as the names ask for. */
    private void acknowledge() {
      List<String> eligible = new ArrayList<>(names.open() ? MEMBERS : names.names());
      if (eligible.size() < names.count()) {
        return;
      }
      Collections.shuffle(eligible, random);
      present.add(new HashSet<>(eligible.subList(0, names.count())));
    }

    private void confirm(String member) {
      confirmed.add(member);
      older.forEach(holders -> holders.add(member));
    }

    void everybodyCatchesUp() {
      goal.standbys().forEach(alive::add);
      goal.standbys().forEach(this::confirm);
    }

    void step() {
      switch (SyncPlan.next(new State(LEADER, key, names, confirmed, alive), goal)) {
        case Step.Rest ignored -> {}
        case Step.WriteKey write -> key = write.key();
        case Step.SetNames set -> {
          names = set.names();
          older.addAll(present);
          present.clear();
          confirmed = new TreeSet<>();
        }
      }
    }

    boolean isAtGoal() {
      return key.equals(goal.key()) && names.isSameAs(goal.names());
    }

    /** One that heard of a quorum leads, having what any of them has. */
    void elect() {
      List<String> standbys = new ArrayList<>(key.standbys());
      Collections.shuffle(standbys, random);
      if (standbys.size() > key.quorum()) {
        key = SyncKey.afterElection(key, standbys.getFirst());
      }
    }

    void check(String where) {
      int size = key.quorum() + 1;
      List<Set<String>> all = new ArrayList<>(older);
      all.addAll(present);
      for (Set<String> electors : subsets(List.copyOf(key.standbys()), size)) {
        for (Set<String> holders : all) {
          assertThat(holders)
              .as(
                  "%s: %s elect, and none of them has a write of %s (%s)",
                  where, electors, holders, this)
              .containsAnyElementsOf(electors);
        }
      }
    }

    private static List<Set<String>> subsets(List<String> of, int size) {
      List<Set<String>> found = new ArrayList<>();
      for (int bits = 0; bits < 1 << of.size(); bits++) {
        if (Integer.bitCount(bits) == size) {
          Set<String> subset = new TreeSet<>();
          for (int i = 0; i < of.size(); i++) {
            if ((bits & 1 << i) != 0) {
              subset.add(of.get(i));
            }
          }
          found.add(subset);
        }
      }
      return found;
    }

    @Override
    public String toString() {
      return "key %s, names %s, confirmed %s, alive %s, goal %s"
          .formatted(key, names, confirmed, alive, goal);
    }
  }
}
