/** What can happen to an agent, and what is asked of it: all that its loop reacts to. */
package io.hactl.runner.event;
