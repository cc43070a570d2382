package io.hactl.postgres.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.cluster.Member;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a running server says of itself. */
class ServerTextsTest {

  @Test
  void primaryConninfoTellsTheUpstream() {
    assertThat(StatusQuery.upstream("user=u host=db1 port=5433", "node_2"))
        .hasValueSatisfying(
            u -> {
              assertThat(u.endpoint()).isEqualTo(new Member.Endpoint("db1", 5433));
              assertThat(u.slot()).isEqualTo("node_2");
            });
    assertThat(StatusQuery.upstream("", "")).isEmpty();
    assertThat(StatusQuery.upstream("host=db1 port=x", "")).isEmpty();
  }

  @Test
  void aPidFileThatIsBeingWrittenIsNoPidFileYet() {
    assertThat(PostmasterPidFile.parse(List.of("123", "/data"))).isEmpty();
    assertThat(PostmasterPidFile.parse(List.of("x", "/data", "1", "2"))).isEmpty();
    assertThat(
            PostmasterPidFile.parse(
                List.of("123", "/data", "1700000000", "5432", "/tmp", "*", "1 2", "ready   ")))
        .hasValueSatisfying(
            f -> {
              assertThat(f.isReady()).isTrue();
              assertThat(f.socketDirectory()).isEqualTo("/tmp");
            });
  }
}
