/**
 * Requests that change settings, or that the agent carries out: configuration, restart, reload,
 * reinitialize, failsafe.
 */
package io.hactl.rest.operation;
