/**
 * One class for each command. Commands do not know each other; what two of them share is in the
 * other packages.
 */
package io.hactl.cli.command;
