/** The agent's session in the DCS: renewed by a timer of its own, as long as the loop moves. */
package io.hactl.runner.session;
