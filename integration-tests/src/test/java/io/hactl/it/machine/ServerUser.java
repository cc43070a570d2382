package io.hactl.it.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** PostgreSQL refuses to run as root: then everything runs as {@code postgres}. */
public final class ServerUser {

  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
  private static final List<String> BECOME_POSTGRES =
      List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--");

  private ServerUser() {}

  static boolean isRoot() {
    return ROOT;
  }

  /** The command as that user; the process keeps the id it is started with. */
  static List<String> prefixed(List<String> command) {
    if (!ROOT) {
      return command;
    }
    List<String> all = new ArrayList<>(BECOME_POSTGRES);
    all.addAll(command);
    return all;
  }

  /** Gives a folder and what is in it to that user. */
  public static void own(Path folder) throws IOException {
    if (!ROOT) {
      return;
    }
    UserPrincipal postgres =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres");
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Files.setOwner(path, postgres);
      }
    }
  }
}
