/**
 * What an agent gives to the REST API that speaks for it: snapshots to answer from, and the calls
 * that it obeys. No HTTP enters here.
 */
package io.hactl.rest.node;
