/**
 * Going on while the DCS is away: the question to all members, the promise of who agrees, and the
 * key that says whom one has to ask.
 */
package io.hactl.core.failsafe;
