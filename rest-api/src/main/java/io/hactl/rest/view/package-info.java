/**
 * What the REST API shows: the node's status, the cluster, the history and the metrics. Nothing
 * here changes anything.
 */
package io.hactl.rest.view;
