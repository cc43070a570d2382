package io.hactl.cli.output;

import io.hactl.rest.view.ClusterView.MemberView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The members as a tree: the leader, below it its replicas, below them those that cascade. */
final class TopologyOrder {

  private TopologyOrder() {}

  /**
   * A member and how its place in the tree is drawn.
   *
   * @param label {@code n0}, {@code + n1}, {@code + n2}
   */
  record Place(MemberView member, String label) {}

  static List<Place> of(List<MemberView> members) {
    Optional<MemberView> leader = members.stream().filter(m -> m.role().leads()).findFirst();
    List<Place> places = new ArrayList<>();
    Set<String> placed = new HashSet<>();
    leader.ifPresent(member -> add(member, 0, members, places, placed));
    if (leader.isEmpty()) {
      members.stream()
          .filter(member -> upstream(member, members).isEmpty())
          .forEach(member -> add(member, 1, members, places, placed));
    }
    // Replicas that name each other hang below nobody; they are not lost for that.
    members.stream()
        .filter(member -> !placed.contains(member.name()))
        .forEach(member -> add(member, 1, members, places, placed));
    return places;
  }

  private static void add(
      MemberView member,
      int level,
      List<MemberView> members,
      List<Place> places,
      Set<String> placed) {
    if (!placed.add(member.name())) {
      return;
    }
    String label = level == 0 ? member.name() : "  ".repeat(level - 1) + "+ " + member.name();
    places.add(new Place(member, label));
    members.stream()
        .filter(m -> !m.role().leads())
        .filter(m -> upstream(m, members).map(member.name()::equals).orElse(member.role().leads()))
        .forEach(m -> add(m, level + 1, members, places, placed));
  }

  /** The replica that a member asked to replicate from, if there is such a replica. */
  private static Optional<String> upstream(MemberView member, List<MemberView> members) {
    return member
        .tags()
        .replicatefrom()
        .filter(name -> !name.equals(member.name()))
        .filter(name -> members.stream().anyMatch(m -> m.name().equals(name) && !m.role().leads()));
  }
}
