/**
 * A change of the leader from the questions to its end. Who may lead is judged in {@link
 * io.hactl.dcs.election}, and by the agent that is asked.
 */
package io.hactl.cli.change;
