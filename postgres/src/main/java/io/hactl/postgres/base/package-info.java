/**
 * What every part works with: this node's settings of PostgreSQL, and the clock, the cancelling and
 * the failures of a task. Nothing here does anything to a server, and it knows no other package.
 */
package io.hactl.postgres.base;
