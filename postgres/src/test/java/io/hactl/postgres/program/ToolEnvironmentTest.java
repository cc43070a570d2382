package io.hactl.postgres.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the agent's children get to know of its environment. */
class ToolEnvironmentTest {

  private static final Map<String, String> ADJUSTMENT =
      Map.of("PG_OOM_ADJUST_FILE", "/proc/self/oom_score_adj", "PG_OOM_ADJUST_VALUE", "0");

  private final ProcessBuilder builder = new ProcessBuilder("postgres");

  @BeforeEach
  void anAgentUnderAServiceManager() {
    builder.environment().clear();
    builder.environment().putAll(ADJUSTMENT);
    builder.environment().put("PATH", "/bin");
    builder.environment().put("PGHOST", "elsewhere");
    builder.environment().put("PATRONI_SUPERUSER_PASSWORD", "secret");
    builder.environment().put("NOTIFY_SOCKET", "/run/notify");
  }

  @Test
  void thePostmasterIsToldHowItsChildrenGiveUpItsProtection() {
    ToolEnvironment.applyToServer(builder);
    assertThat(builder.environment())
        .containsAllEntriesOf(ADJUSTMENT)
        .containsEntry("PATH", "/bin");
    assertThat(builder.environment()).hasSize(ADJUSTMENT.size() + 1);
  }

  @Test
  void aToolIsToldNothingOfPostgreSql() {
    ToolEnvironment.apply(builder, Map.of("PGPASSFILE", "/run/pass"));
    assertThat(builder.environment()).isEqualTo(Map.of("PATH", "/bin", "PGPASSFILE", "/run/pass"));
  }
}
