package io.hactl.it.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the processes of one machine run.
 *
 * @param host the address they listen on
 * @param network whose addresses may connect, as pg_hba.conf has it
 * @param prefix what stands before each of their commands; run as the user of the tests
 * @param environment variables for each of them, which only the servers' user gets to see
 */
public record Place(
    String host, String network, List<String> prefix, Map<String, String> environment) {

  /** Side by side on this machine, with nothing between them. */
  public static final Place LOOPBACK = new Place("127.0.0.1", "127.0.0.1/32", List.of(), Map.of());

  /** The command with the variables of this place. */
  List<String> inEnvironment(List<String> command) {
    List<String> all = new ArrayList<>();
    if (!environment.isEmpty()) {
      all.add("env");
      environment.forEach((variable, value) -> all.add(variable + "=" + value));
    }
    all.addAll(command);
    return all;
  }

  Place with(Map<String, String> variables) {
    return new Place(host, network, prefix, variables);
  }
}
