/** Options that several commands have, and what they lead to. */
package io.hactl.cli.option;
