/**
 * Speaks to the REST API of this and of other members; shared by the agents and the command line.
 */
package io.hactl.rest.client;
