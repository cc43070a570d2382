package io.hactl.postgres.aside;

import io.hactl.core.model.PostgresView.Aside;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees what is kept beside the data directory. Sizes are counted once a directory, on a thread of
 * their own, as nothing changes in them any more. {@link #read} is for one thread at a time.
 */
public final class AsideReader {

  private static final Logger log = LoggerFactory.getLogger(AsideReader.class);
  private static final long NOT_YET = 0;

  private final AsideFolders folders;
  private final LostWalNotes notes;
  private final Map<Path, Long> sizes = new ConcurrentHashMap<>();

  /**
   * @param dataDir beside which to look
   */
  public AsideReader(Path dataDir) {
    folders = new AsideFolders(dataDir);
    notes = new LostWalNotes(folders);
  }

  /**
   * What is kept now; {@link Aside#NOTHING} where the disk does not tell. Sizes not counted yet are
   * 0.
   */
  public Aside read() {
    try {
      List<Path> all = folders.all();
      sizes.keySet().retainAll(all);
      for (Path directory : all) {
        if (sizes.putIfAbsent(directory, NOT_YET) == null) {
          Thread.ofPlatform().daemon().name("aside-size").start(() -> count(directory));
        }
      }
      long bytes = sizes.values().stream().mapToLong(Long::longValue).sum();
      return new Aside(all.size(), bytes, notes.all());
    } catch (IOException e) {
      log.debug("What is kept aside cannot be listed: {}", e.toString());
      return Aside.NOTHING;
    }
  }

  private void count(Path directory) {
    try {
      long bytes = DirectorySize.withLinks(directory);
      sizes.replace(directory, bytes);
      log.warn(
          "{} is kept aside and holds {} MB; look into it, then remove it by hand.",
          directory,
          bytes >> 20);
    } catch (IOException e) {
      log.debug("The size of {} cannot be told: {}", directory, e.toString());
    }
  }
}
