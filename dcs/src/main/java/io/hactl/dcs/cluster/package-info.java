/**
 * What is known of a cluster at one revision, and what members say of themselves: immutable
 * records, named as Patroni names them. No text format and no store enters here.
 */
package io.hactl.dcs.cluster;
