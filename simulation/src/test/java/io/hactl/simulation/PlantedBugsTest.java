package io.hactl.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulation that does not find the bugs that were planted proves nothing. */
class PlantedBugsTest {

  /** Within so many seeds each of them is found. */
  private static final long SEEDS = 400;

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void isFound(Mutation mutation) {
    assertThat(LongStream.rangeClosed(1, SEEDS))
        .anyMatch(
            seed -> Simulation.run(seed, false, s -> s.with(mutation)).violation().isPresent());
  }
}
