/**
 * Synchronous replication: which standbys, in which order of steps key and setting change, and what
 * the sync key says. Nothing here talks to a server.
 */
package io.hactl.core.sync;
