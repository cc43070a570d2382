package io.hactl.simulation;

import io.hactl.dcs.config.DynamicConfig;
import io.hactl.simulation.setting.Mutation;
import io.hactl.simulation.setting.SimulationSettings;
import io.hactl.simulation.setting.SimulationSettings.Operators;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs simulations: one seed with all that happens, or many on all cores. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = "Whole clusters on a virtual clock, with faults, from a seed each.")
public final class Simulate implements Callable<Integer> {

  @Option(names = "--seed", description = "Replays this seed and tells everything that happens.")
  private Long seed;

  @Option(names = "--runs", description = "How many seeds.")
  private Long runs;

  @Option(names = "--minutes", description = "How many minutes of real time.")
  private Double minutes;

  @Option(names = "--from", description = "The first seed; by chance unless given.")
  private Long from;

  @Option(names = "--keep-going", description = "Goes on after a violation.")
  private boolean keepGoing;

  @Option(
      names = "--config",
      description = "Dynamic configuration to put over what the seeds draw, a JSON object.")
  private String config = "{}";

  @Option(
      names = "--operators",
      description =
          "What operators change while the cluster runs, whatever the seed says:"
              + " ${COMPLETION-CANDIDATES}.")
  private Operators operators;

  @Option(names = "--mutation", description = "A bug to plant: ${COMPLETION-CANDIDATES}.")
  private Mutation mutation = Mutation.NONE;

  private final PrintStream out = System.out;

  /** Exit status 0: nothing was broken. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Simulate()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    return seed != null ? replay() : many();
  }

  private int replay() {
    Simulation.Outcome outcome = Simulation.run(seed, true, this::change);
    out.println("seed " + seed + ": " + outcome.settings());
    outcome.lines().forEach(out::println);
    outcome.cause().ifPresent(e -> e.printStackTrace(out));
    out.println(summary(outcome));
    return outcome.violation().isPresent() ? 1 : 0;
  }

  private SimulationSettings change(SimulationSettings drawn) {
    return drawn
        .with(drawn.config().merge(DynamicConfig.parse(config).tree()))
        .with(mutation)
        .with(Optional.ofNullable(operators).orElse(drawn.operators()));
  }

  private static String summary(Simulation.Outcome o) {
    return String.format(
        Locale.ROOT,
        "seed %d: %s; %.0f virtual seconds, %d promotions, %d writes, trace %016x",
        o.seed(),
        o.violation().orElse("nothing was broken"),
        o.nanos() / 1e9,
        o.promotions(),
        o.writes(),
        o.hash());
  }

  private int many() throws InterruptedException {
    long first = from != null ? from : ThreadLocalRandom.current().nextLong(1L << 40);
    long limit = runs != null ? runs : Long.MAX_VALUE;
    long deadline =
        minutes != null
            ? System.nanoTime() + (long) (minutes * 60e9)
            : runs != null ? Long.MAX_VALUE : System.nanoTime() + 60_000_000_000L;
    Tally tally = new Tally();
    AtomicLong next = new AtomicLong();
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(cores);
    for (int i = 0; i < cores; i++) {
      pool.execute(() -> work(first, limit, deadline, next, tally));
    }
    pool.shutdown();
    while (!pool.awaitTermination(30, TimeUnit.SECONDS)) {
      out.println(tally);
    }
    out.println(tally);
    if (runs != null && tally.seeds.get() == runs) {
      out.printf(
          Locale.ROOT,
          "sum of the traces of %d seeds from %d: %016x%n",
          tally.seeds.get(),
          first,
          tally.sum.get());
    }
    return tally.failures.get() > 0 ? 1 : 0;
  }

  private void work(long first, long limit, long deadline, AtomicLong next, Tally tally) {
    while (System.nanoTime() < deadline && (keepGoing || tally.failures.get() == 0)) {
      long number = next.getAndIncrement();
      if (number >= limit) {
        return;
      }
      Simulation.Outcome outcome = Simulation.run(first + number, false, this::change);
      tally.add(outcome);
      if (outcome.violation().isPresent()) {
        out.println(summary(outcome));
        if (!keepGoing) {
          List<String> lines = Simulation.run(outcome.seed(), true, this::change).lines();
          lines.subList(Math.max(0, lines.size() - 200), lines.size()).forEach(out::println);
          out.println("Replay it with: make simulate SEED=" + outcome.seed());
        }
      }
    }
  }

  /** What all runs come to. */
  private static final class Tally {
    private final AtomicLong sum = new AtomicLong();
    private final AtomicLong seeds = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong promotions = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    void add(Simulation.Outcome outcome) {
      seeds.incrementAndGet();
      sum.addAndGet(mixed(outcome.seed(), outcome.hash()));
      nanos.addAndGet(outcome.nanos() / 1_000_000);
      promotions.addAndGet(outcome.promotions());
      if (outcome.violation().isPresent()) {
        failures.incrementAndGet();
      }
    }

    /** Whichever run ends first, the sum of all is the same. */
    private static long mixed(long seed, long hash) {
      long mixed = (hash ^ seed) * 0x9e3779b97f4a7c15L;
      return mixed ^ (mixed >>> 32);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d seeds, %.0f virtual minutes, %d promotions, %d violations",
          seeds.get(),
          nanos.get() / 60_000.0,
          promotions.get(),
          failures.get());
    }
  }
}
