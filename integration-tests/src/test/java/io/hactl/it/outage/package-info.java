/** etcd, or the network, is away in part or as a whole. */
package io.hactl.it.outage;
