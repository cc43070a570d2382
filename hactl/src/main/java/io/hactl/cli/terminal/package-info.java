/** What an operator sees and types; failures and exit codes. Knows nothing of clusters. */
package io.hactl.cli.terminal;
