/**
 * The dynamic configuration: the tree as it is stored, what is made of it, and what must not be
 * stored.
 */
package io.hactl.dcs.config;
