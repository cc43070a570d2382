package io.hactl.simulation.nature;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What carries messages between the nodes and the DCS: late, or not at all. */
public final class SimulatedNetwork {

  /** The DCS, as a place in the network. */
  public static final String DCS = "dcs";

  private final Chance chance;
  private final Map<String, Integer> cuts = new HashMap<>();
  private final Map<String, Duration> fixed = new HashMap<>();
  private final Set<String> slow = new HashSet<>();
  private double loss;
  private double repeats;

  public SimulatedNetwork(Chance chance) {
    this.chance = chance;
  }

  /** A direction in which nothing comes through until it is healed. */
  public record Cut(String from, String to) {
    private String key() {
      return from + ">" + to;
    }
  }

  public void cut(List<Cut> directions) {
    directions.forEach(c -> cuts.merge(c.key(), 1, Integer::sum));
  }

  public void heal(List<Cut> directions) {
    directions.forEach(c -> cuts.computeIfPresent(c.key(), (k, n) -> n == 1 ? null : n - 1));
  }

  /** Both directions between each of the one side and each of the other. */
  public static List<Cut> between(List<String> side, List<String> other) {
    List<Cut> both = new ArrayList<>();
    for (String a : side) {
      for (String b : other) {
        both.add(new Cut(a, b));
        both.add(new Cut(b, a));
      }
    }
    return both;
  }

  /** How many of all messages are lost, besides what partitions swallow. */
  public void setLoss(double probability) {
    loss = probability;
  }

  /** How many of the requests that may be sent again are, though the first came through. */
  public void setRepeats(double probability) {
    repeats = probability;
  }

  public boolean isRepeated() {
    return chance.hits(repeats);
  }

  /** Makes everything that goes to or comes from this place take long. */
  public void setSlow(String place, boolean isSlow) {
    if (isSlow) {
      slow.add(place);
    } else {
      slow.remove(place);
    }
  }

  public boolean reaches(String from, String to) {
    return !cuts.containsKey(from + ">" + to);
  }

  public boolean connects(String a, String b) {
    return reaches(a, b) && reaches(b, a);
  }

  /** Whether one message sent now arrives. */
  public boolean carries(String from, String to) {
    return reaches(from, to) && !chance.hits(loss);
  }

  /** Makes every message of this direction take exactly this long. */
  public void setDelay(String from, String to, Duration delay) {
    fixed.put(from + ">" + to, delay);
  }

  public Duration delay(String from, String to) {
    Duration set = fixed.get(from + ">" + to);
    if (set != null) {
      return set;
    }
    if (slow.contains(from) || slow.contains(to)) {
      return chance.spread(Duration.ofMillis(50), Duration.ofSeconds(6));
    }
    return chance.hits(0.01)
        ? chance.spread(Duration.ofMillis(1), Duration.ofSeconds(1))
        : Duration.ofNanos(200_000 + (long) (chance.fraction() * 2_000_000));
  }
}
