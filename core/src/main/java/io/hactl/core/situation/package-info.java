/**
 * What a decision starts from: all that was observed, and the same once this node, then the cluster
 * too, is known. What is not known yet has no type here that a decision could ask.
 */
package io.hactl.core.situation;
