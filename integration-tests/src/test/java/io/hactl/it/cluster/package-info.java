/**
 * A whole cluster of real processes: its settings, etcd, its nodes with their guards, and what they
 * answer.
 */
package io.hactl.it.cluster;
