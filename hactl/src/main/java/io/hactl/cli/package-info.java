/**
 * Where {@code hactl} starts: the list of its commands, and what becomes of their failures. It
 * knows all other packages, and none of them knows it.
 */
package io.hactl.cli;
