package io.hactl.core.model;

import java.util.Locale;
import java.util.regex.Pattern;

/** How members' names become slot names. */
public final class SlotNames {

  /** PostgreSQL's limit, NAMEDATALEN - 1. */
  private static final int LENGTH_MAX = 63;

  private static final Pattern REPLACED = Pattern.compile("[^a-z0-9_]");

  private SlotNames() {}

  /** Lower case, everything outside {@code [a-z0-9_]} becomes {@code _}, cut at 63 characters. */
  public static String of(String member) {
    String name = REPLACED.matcher(member.toLowerCase(Locale.ROOT)).replaceAll("_");
    return name.length() <= LENGTH_MAX ? name : name.substring(0, LENGTH_MAX);
  }
}
