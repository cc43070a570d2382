/**
 * The arithmetic of the lease: how a ttl is divided, until when writes may go on, and when the
 * fence is armed, moved on or disarmed.
 */
package io.hactl.core.lease;
