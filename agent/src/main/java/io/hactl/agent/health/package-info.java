/**
 * Measures this node: the file systems of the server's data and the agent's own REST API. What may
 * hang runs on threads of its own, one for each of the two.
 */
package io.hactl.agent.health;
