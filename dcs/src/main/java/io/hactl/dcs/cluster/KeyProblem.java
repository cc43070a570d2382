package io.hactl.dcs.cluster;

/**
 * What could not be read of one key in the DCS.
 *
 * @param key relative to the cluster
 * @param text one sentence, for people
 */
public record KeyProblem(String key, Extent extent, String text) {

  /** How much of the key could not be read. */
  public enum Extent {
    /** Nothing of it could be read, so that it has its default. */
    WHOLE,
    /** A part of it has its default, the rest counts. */
    PART
  }

  /** The key is ignored, for that reason. */
  public static KeyProblem whole(String key, String reason) {
    return new KeyProblem(key, Extent.WHOLE, "Key %s is ignored: %s.".formatted(key, reason));
  }

  /** A part of the key is ignored. */
  public static KeyProblem part(String key, String text) {
    return new KeyProblem(key, Extent.PART, text);
  }

  /** The sentence, for logs. */
  @Override
  public String toString() {
    return text;
  }
}
