package io.hactl.os;

/**
 * One process, also after its number has been given to another.
 *
 * @param pid its number
 * @param startTicks when it started, in clock ticks since boot, from {@code /proc/PID/stat}
 */
public record ProcessId(long pid, long startTicks) {}
