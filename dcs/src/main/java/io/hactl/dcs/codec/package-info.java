/**
 * The records of a cluster as the texts under its keys, in Patroni's shapes, and back. A value that
 * cannot be read is a problem of its key, never an exception.
 */
package io.hactl.dcs.codec;
