/**
 * What settings are made of: a tree of nodes that know where they were written, the types of their
 * values, and what can be wrong with them. Nothing is declared and nothing is opened here.
 */
package io.hactl.settings;
