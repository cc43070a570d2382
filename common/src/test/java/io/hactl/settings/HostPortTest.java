package io.hactl.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where something listens or is reached. */
final class HostPortTest {

  @Test
  void addressesAreReadWithAndWithoutPort() {
    assertThat(HostPort.parse("db.example.org:5433", 5432))
        .contains(new HostPort("db.example.org", 5433));
    assertThat(HostPort.parse("10.0.0.1", 5432)).contains(new HostPort("10.0.0.1", 5432));
    assertThat(HostPort.parse("[fd00::1]:5433", 5432)).contains(new HostPort("fd00::1", 5433));
    assertThat(HostPort.parse("[::]", 5432)).contains(new HostPort("::", 5432));
    assertThat(HostPort.parse("fd00::1", 5432)).contains(new HostPort("fd00::1", 5432));
    assertThat(HostPort.parse("fd00::1", 5432).orElseThrow()).hasToString("[fd00::1]:5432");
    for (String text : new String[] {"", ":5432", "h:0", "h:65536", "h:x", "u:p@h:1", "a b"}) {
      assertThat(HostPort.parse(text, 5432)).as(text).isEmpty();
    }
  }
}
