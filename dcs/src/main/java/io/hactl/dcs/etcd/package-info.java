/** The store in etcd 3, by gRPC; nobody outside but who opens it knows that there is an etcd. */
package io.hactl.dcs.etcd;
