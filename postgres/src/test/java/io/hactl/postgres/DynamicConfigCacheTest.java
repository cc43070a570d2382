package io.hactl.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DynamicConfigCacheTest {

  @TempDir Path dataDir;

  @Test
  void thePatroniCacheIsReadUntilThereIsOneOfOurs() throws IOException {
    DynamicConfigCache cache = new DynamicConfigCache(dataDir);
    write("PG_VERSION", "15\n");
    assertThat(cache.load()).isEmpty();
    write("patroni.dynamic.json", "{\"ttl\": 30}");
    assertThat(cache.load().orElseThrow().tree().path("ttl").asInt()).isEqualTo(30);
    cache.store(TestNode.dynamic("{\"ttl\": 20}"));
    assertThat(cache.load().orElseThrow().tree().path("ttl").asInt()).isEqualTo(20);
    write("hactl.dynamic.json", "broken");
    assertThat(cache.load().orElseThrow().tree().path("ttl").asInt()).isEqualTo(30);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(dataDir.resolve(name), text);
  }
}
