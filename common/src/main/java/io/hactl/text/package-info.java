/**
 * How values are written as text and read from it: times, sizes, booleans, lists, and names with
 * typing errors. One parser for each; what enters knows nothing of settings, stores or agents.
 */
package io.hactl.text;
