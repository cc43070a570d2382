package io.hactl.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Something that is said to people, and the sentence for it. */
record Saying<T>(T what, String sentence) {

  static <T> Saying<T> says(T what, String sentence) {
    return new Saying<>(what, sentence);
  }

  /** Each sentence is as it is here, and each record of the sealed type has one here. */
  static <T> Stream<DynamicTest> tests(
      Class<T> sealed, List<Saying<T>> all, Function<T, String> text) {
    Stream<DynamicTest> sentences =
        all.stream()
            .map(
                saying ->
                    DynamicTest.dynamicTest(
                        saying.what().toString(),
                        () -> assertThat(text.apply(saying.what())).isEqualTo(saying.sentence())));
    Stream<DynamicTest> complete =
        records(sealed)
            .map(
                type ->
                    DynamicTest.dynamicTest(
                        type.getSimpleName() + " has its sentence in this test",
                        () -> assertThat(all).anyMatch(saying -> type.isInstance(saying.what()))));
    return Stream.concat(sentences, complete);
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Saying::records)
        : Stream.of(type);
  }
}
