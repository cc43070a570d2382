/**
 * What is remembered between decisions because it cannot be seen, as records. What changes them is
 * in {@code learning}, who owns them is the runner's loop.
 */
package io.hactl.core.memory;
