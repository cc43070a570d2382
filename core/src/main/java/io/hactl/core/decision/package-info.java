/**
 * What a decision is: a role, actions, how long to wait, and the reason. Data alone; the roles make
 * it, and the runner carries it out.
 */
package io.hactl.core.decision;
