/** From where a standby streams, and which slots a server has to keep, and where. */
package io.hactl.core.replication;
