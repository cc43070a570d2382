package io.hactl.postgres.aside;

import io.hactl.core.model.Divergence;
import io.hactl.core.model.LostRange;
import io.hactl.dcs.cluster.LostWal;
import io.hactl.dcs.cluster.LostWal.How;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.data.ControlData;
import io.hactl.postgres.data.TimelineFile;
import io.hactl.postgres.server.LocalServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes WAL that is about to be lost, in the log and on the disk, before anything is done to it. No
 * DCS is needed for that; it is told from the notes afterwards.
 */
public final class LossRecorder {

  private static final Logger log = LoggerFactory.getLogger(LossRecorder.class);
  private static final long SEGMENT_SIZE = 16L << 20;

  private final LocalServer server;
  private final AsideFolders folders;

  /**
   * @param server the one whose data is about to be lost
   */
  public LossRecorder(LocalServer server) {
    this.server = server;
    this.folders = new AsideFolders(server.dataDir());
  }

  /**
   * Notes the loss, and copies the WAL.
   *
   * @throws IOException if the note cannot be written; then the data must be left as it is
   */
  public void beforeDestroying(Optional<LostRange> lost, How how, TaskContext context)
      throws IOException {
    Instant now = server.time().wallTime();
    Path folder = folders.lostWal().resolve(AsideFolders.stamp(now));
    Optional<LostWal> note = lost.flatMap(l -> note(l, how, Optional.of(folder), now));
    if (note.isEmpty() || isKnown(note.get())) {
      return;
    }
    LostWal n = note.get();
    long segment = segmentSize();
    Lsn from = n.from().orElseGet(() -> n.to());
    Lsn to = n.exact() ? n.to() : new Lsn(Long.MAX_VALUE);
    boolean complete = new WalKeeper(server.dataDir(), segment).keep(from, to, folder, context);
    write(n, complete ? "kept in " + folder : "the beginning of it kept in " + folder);
  }

  /** Notes the loss; the WAL stays where it is, in the directory of that name. */
  public void beforeSettingAside(Optional<LostRange> lost, Path newName, Instant now)
      throws IOException {
    Optional<LostWal> note = lost.flatMap(l -> note(l, How.SET_ASIDE, Optional.of(newName), now));
    if (note.isPresent() && !isKnown(note.get())) {
      write(note.get(), "kept in " + newName);
    }
  }

  private void write(LostWal note, String where) throws IOException {
    new LostWalNotes(folders).write(note);
    log.warn(
        "Lost WAL: {} on timeline {} from {} to {}{} ({}) is not in the leader's history; the data"
            + " is {}, the WAL {}.",
        note.member(),
        note.timeline(),
        note.from().map(Lsn::toString).orElse("an unknown position"),
        note.to(),
        note.exact() ? "" : " or later",
        note.bytes().map(b -> b + " bytes").orElse("unknown size"),
        note.how().text(),
        where);
  }

  private boolean isKnown(LostWal note) throws IOException {
    return new LostWalNotes(folders).all().stream().anyMatch(note::isSameLoss);
  }

  /** Empty if the leader's history lacks no more than the record of this server's shutdown. */
  private Optional<LostWal> note(LostRange lost, How how, Optional<Path> directory, Instant now) {
    ControlData control;
    try {
      control = server.dataDirectory().control();
    } catch (TaskFailure e) {
      log.warn("What WAL is lost cannot be found out: {}", e.getMessage());
      return Optional.empty();
    }
    Lsn end = lost.end().orElseGet(control::checkpoint);
    if (lost.end().isPresent() && lost.from().filter(f -> !end.isAfter(f)).isPresent()) {
      return Optional.empty();
    }
    int timeline = control.timeline();
    return Optional.of(
        new LostWal(
            server.config().name(),
            control.systemIdentifier(),
            lost.from().map(f -> timelineAt(timeline, f)).orElse(timeline),
            lost.from(),
            end,
            lost.end().isPresent(),
            directory.map(Path::toString),
            how,
            now.atOffset(ZoneOffset.UTC)));
  }

  /** The one of this node's timelines that {@code position} is on. */
  private int timelineAt(int timeline, Lsn position) {
    List<Divergence.Switch> before;
    try {
      before = TimelineFile.read(server.dataDir(), timeline);
    } catch (IOException e) {
      return timeline;
    }
    return before.stream()
        .filter(s -> !position.isAfter(s.at()))
        .map(Divergence.Switch::timeline)
        .findFirst()
        .orElse(timeline);
  }

  private long segmentSize() {
    try {
      String value = server.dataDirectory().control().values().get("Bytes per WAL segment");
      return value == null ? SEGMENT_SIZE : Long.parseLong(value);
    } catch (TaskFailure | NumberFormatException e) {
      return SEGMENT_SIZE;
    }
  }
}
