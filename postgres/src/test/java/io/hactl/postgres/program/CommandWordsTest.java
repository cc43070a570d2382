package io.hactl.postgres.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CommandWordsTest {

  @Test
  void aCommandIsSplitAsByAShell() throws Exception {
    assertThat(CommandWords.split("x", " /bin/do  'two words' a\\ b \"c \\\"d\\\" \\n\" '' "))
        .containsExactly("/bin/do", "two words", "a b", "c \"d\" \\n", "");
    assertThatThrownBy(() -> CommandWords.split("pre_promote", "do 'it"))
        .hasMessageContaining("pre_promote")
        .hasMessageContaining("quote");
    assertThatThrownBy(() -> CommandWords.split("pre_promote", "  ")).hasMessageContaining("empty");
  }
}
