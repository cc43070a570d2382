package io.hactl.dcs.codec;

import io.hactl.dcs.KeySpace;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.cluster.Failsafe;
import io.hactl.dcs.cluster.LostWal;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.Status;
import io.hactl.dcs.cluster.SyncState;
import io.hactl.dcs.cluster.TimelineHistory;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.text.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Between the text in the DCS and the records, in the shapes that Patroni 4 reads and writes.
 * Reading never fails: unknown fields are ignored, missing ones get their default, and what is
 * malformed is named in {@link Cluster#problems}.
 */
public final class ClusterCodec {

  private ClusterCodec() {}

  /** Decodes everything; whoever reads again and again keeps a {@link ClusterReader} instead. */
  public static Cluster read(KeySpace keys) {
    return new ClusterReader().read(keys);
  }

  /** The value of {@code config}. */
  public static String write(DynamicConfig config) {
    return config.tree().toString();
  }

  /** The value of {@code members/<name>}. */
  public static String write(Member member) {
    return MemberCodec.write(member).toString();
  }

  /** The value of {@code status}. */
  public static String write(Status status) {
    return KeyCodecs.write(status).toString();
  }

  /** The value of {@code sync}. */
  public static String write(SyncState sync) {
    return KeyCodecs.write(sync).toString();
  }

  /** The value of {@code failover}; {@code {}} where nothing is requested. */
  public static String write(Failover failover) {
    return KeyCodecs.write(failover).toString();
  }

  /** The value of {@code history}. */
  public static String write(TimelineHistory history) {
    return HistoryCodec.write(history).toString();
  }

  /** The value of {@code hactl/lost_wal}. */
  public static String write(List<LostWal> lostWal) {
    return LostWalCodec.write(lostWal).toString();
  }

  /**
   * One loss, as a file of its own keeps it.
   *
   * @throws IllegalArgumentException if it cannot be read; the message says why
   */
  public static LostWal readLostWal(String text) {
    List<String> problems = new ArrayList<>();
    List<LostWal> read = LostWalCodec.read(Json.array().add(Json.parse(text)), problems);
    if (read.isEmpty()) {
      throw new IllegalArgumentException(String.join(" ", problems));
    }
    return read.getFirst();
  }

  /** What {@link #readLostWal} reads. */
  public static String writeLostWal(LostWal lost) {
    return LostWalCodec.write(lost).toPrettyString();
  }

  /** What a value of {@code failsafe} that {@link #write(Failsafe)} has written says. */
  public static Failsafe readFailsafe(String value) {
    return KeyCodecs.readFailsafe(Json.parse(value), new ArrayList<>());
  }

  /** The value of {@code failsafe}. */
  public static String write(Failsafe failsafe) {
    return KeyCodecs.write(failsafe).toString();
  }
}
