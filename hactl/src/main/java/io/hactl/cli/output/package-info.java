/** Tables, YAML and JSON in {@code patronictl}'s shapes: records in, text out. */
package io.hactl.cli.output;
