/**
 * The texts of the REST API: JSON in Patroni's spelling, times, sizes. Knows nothing of nodes and
 * requests.
 */
package io.hactl.rest.json;
