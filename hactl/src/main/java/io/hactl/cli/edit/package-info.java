/** The dynamic configuration as text that an operator edits. */
package io.hactl.cli.edit;
