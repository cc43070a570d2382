/**
 * The role of each decision, held against the table of transitions; who hears of one that is not in
 * it.
 */
package io.hactl.runner.transition;
