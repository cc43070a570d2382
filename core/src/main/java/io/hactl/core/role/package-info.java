/**
 * One class for each role, and {@code Decider}, which finds the role anew each time; start there.
 * {@code Transitions} lists which role may become which. Nobody below knows a role.
 */
package io.hactl.core.role;
