/**
 * One cluster as commands handle it: its store, its agents, which of its members are meant, and
 * what they are asked for. No option and no table enters here.
 */
package io.hactl.cli.cluster;
