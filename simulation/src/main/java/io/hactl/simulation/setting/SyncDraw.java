package io.hactl.simulation.setting;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.cluster.Tags;
import io.hactl.simulation.nature.Chance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a seed says of synchronous replication: half of all seeds leave it off. */
public final class SyncDraw {

  private static final List<String> MODES = List.of("off", "on", "on", "quorum", "quorum");

  private final Chance chance;

  public SyncDraw(Chance chance) {
    this.chance = chance;
  }

  public SimulationSettings over(SimulationSettings drawn) {
    if (chance.hits(0.5)) {
      return drawn;
    }
    ObjectNode changes = JsonNodeFactory.instance.objectNode();
    changes.put("synchronous_mode", chance.pick(MODES));
    details(changes);
    return drawn.withMembers(tagged(drawn.members())).with(drawn.config().merge(changes));
  }

  /** An operator changes some of it while the cluster runs. */
  public ObjectNode change() {
    ObjectNode changes = JsonNodeFactory.instance.objectNode();
    if (chance.hits(0.7)) {
      changes.put("synchronous_mode", chance.pick(List.of("off", "on", "quorum")));
    }
    details(changes);
    return changes;
  }

  private void details(ObjectNode changes) {
    changes.put("synchronous_mode_strict", chance.hits(0.25));
    changes.put("synchronous_node_count", chance.hits(0.7) ? 1 : 2);
    changes.put("maximum_lag_on_syncnode", chance.hits(0.7) ? -1 : 100 + chance.below(20_000));
  }

  private List<Tags> tagged(List<Tags> members) {
    List<Tags> tagged = new ArrayList<>();
    for (Tags tags : members) {
      Map<String, Object> values = new HashMap<>(tags.values());
      if (chance.hits(0.1)) {
        values.put("nosync", true);
      } else if (chance.hits(0.15)) {
        values.put("sync_priority", (long) chance.below(4));
      }
      tagged.add(new Tags(values));
    }
    return tagged;
  }
}
