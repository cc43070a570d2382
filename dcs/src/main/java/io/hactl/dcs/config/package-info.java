/**
 * The dynamic configuration of a cluster: the declaration of each of its keys, reading and checking
 * it. Nothing else of the store may be known here.
 */
package io.hactl.dcs.config;
