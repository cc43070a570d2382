/**
 * What is seen of this node and what can be done to its server: views, tasks, requests, as records.
 * Every package of the core knows these; they know the cluster's records alone.
 */
package io.hactl.core.model;
