/**
 * Health checks for load balancers, judged from the last snapshot: which path asks for what, and
 * who passes.
 */
package io.hactl.rest.health;
