package io.hactl.core.given;

import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.model.ServerState;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.Upstream;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.MemberRole;
import io.hactl.dcs.cluster.MemberState;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.dcs.cluster.Tags;
import io.hactl.dcs.cluster.TimelineHistory;
import io.hactl.time.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Servers, members and answers as tests of decisions need them. */
public final class Cast {

  public static final String SYSTEM_ID = "7001";
  public static final long SESSION = 11;
  public static final long MEMBER_AT = 60;
  public static final int TIMELINE = 3;
  public static final Lsn HERE = new Lsn(0x5000000);
  public static final Instant STARTED = Instant.parse("2026-04-30T00:00:00Z");

  /** A directory that never held anything. */
  public static final DataDirectory NO_DATA = new DataDirectory.Empty(Optional.empty());

  private static final ServerState.Slot IDLE = new ServerState.Slot(false, Optional.empty());

  /** Of the members that the tests speak of. */
  private static final Map<String, ServerState.Slot> SLOTS = Map.of("b", IDLE, "c", IDLE);

  public static final Tick NOW = new Tick(Duration.ofHours(10).toNanos());

  private Cast() {}

  public static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  public static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  public static Tick in(Duration duration) {
    return NOW.plus(duration);
  }

  public static Tick ago(Duration duration) {
    return NOW.minus(duration);
  }

  public static TimelineHistory.Entry ended(int timeline, String reason) {
    return new TimelineHistory.Entry(
        timeline, new Lsn(0x100L * timeline), reason, Optional.empty(), Optional.empty());
  }

  public static Initialized data(ControlState state, boolean standbySignal) {
    return new Initialized(SYSTEM_ID, 15, state, TIMELINE, HERE, standbySignal);
  }

  public static Running primary() {
    return server(false, TIMELINE, HERE, false, Optional.empty(), SLOTS);
  }

  public static Running standby(
      int timeline, Lsn lsn, boolean streaming, Optional<String> upstream) {
    return server(true, timeline, lsn, streaming, upstream.map(Cast::upstream), SLOTS);
  }

  public static Running server(
      boolean inRecovery,
      int timeline,
      Lsn lsn,
      boolean streaming,
      Optional<Upstream> upstream,
      Map<String, ServerState.Slot> slots) {
    return Running.builder()
        .pid(500)
        .startTime(STARTED)
        .inRecovery(inRecovery)
        .versionNumber(150004)
        .timeline(timeline)
        .writeLsn(inRecovery ? Lsn.ZERO : lsn)
        .receivedLsn(inRecovery ? lsn : Lsn.ZERO)
        .replayedLsn(inRecovery ? lsn : Lsn.ZERO)
        .streaming(streaming)
        .upstream(upstream)
        .slots(slots)
        .done();
  }

  public static Upstream upstream(String name) {
    return new Upstream(name, new Member.Endpoint(name, 5432), "a");
  }

  public static PeerStatus peer(String name, int timeline, Lsn position) {
    return new PeerStatus(
        name, true, true, timeline, position, Tags.NONE, false, Optional.empty(), Set.of());
  }

  public static PeerStatus tagged(PeerStatus p, String tag, Object value) {
    return new PeerStatus(
        p.name(),
        p.running(),
        p.inRecovery(),
        p.timeline(),
        p.position(),
        new Tags(Map.of(tag, value)),
        p.watchdogFailed(),
        p.syncStandby(),
        p.faults());
  }

  public static PeerStatus runningPrimary(PeerStatus p) {
    return new PeerStatus(
        p.name(),
        true,
        false,
        p.timeline(),
        p.position(),
        p.tags(),
        false,
        Optional.empty(),
        p.faults());
  }

  public static PeerStatus stopped(PeerStatus p) {
    return new PeerStatus(
        p.name(),
        false,
        p.inRecovery(),
        0,
        Lsn.ZERO,
        p.tags(),
        false,
        Optional.empty(),
        p.faults());
  }

  public static Member asPrimary(Member m) {
    return with(m, MemberState.RUNNING, MemberRole.PRIMARY, m.tags(), m.connUrl());
  }

  public static Member inState(Member m, MemberState state) {
    return with(m, state, m.role().orElseThrow(), m.tags(), m.connUrl());
  }

  public static Member withTag(Member m, String tag, Object value) {
    Tags tags = new Tags(Map.of(tag, value));
    return with(m, m.state().orElseThrow(), m.role().orElseThrow(), tags, m.connUrl());
  }

  public static Member withoutAddress(Member m) {
    return with(m, m.state().orElseThrow(), m.role().orElseThrow(), m.tags(), Optional.empty());
  }

  private static Member with(
      Member m, MemberState state, MemberRole role, Tags tags, Optional<String> connUrl) {
    return member(m.name(), state, role, m.timeline(), m.xlogLocation(), tags, connUrl);
  }

  public static Member at(Member m, int timeline, Lsn position) {
    return member(
        m.name(),
        m.state().orElseThrow(),
        m.role().orElseThrow(),
        Optional.of(timeline),
        Optional.of(position),
        m.tags(),
        m.connUrl());
  }

  public static Member member(
      String name,
      MemberState state,
      MemberRole role,
      Optional<Integer> timeline,
      Optional<Lsn> position,
      Tags tags,
      Optional<String> connUrl) {
    return new Member(
        name,
        connUrl,
        Optional.of("http://" + name + ":8008/patroni"),
        Optional.of(state),
        Optional.of(role),
        Optional.of("1"),
        position,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        timeline,
        tags,
        false,
        Map.of(),
        Optional.empty(),
        false,
        Optional.empty(),
        false,
        Member.Own.NONE,
        List.of(),
        name.equals("a") ? SESSION : 22,
        MEMBER_AT);
  }
}
