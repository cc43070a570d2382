/**
 * How the cluster and its agents are found: settings, environment, URLs. Nothing is printed here.
 */
package io.hactl.cli.connect;
